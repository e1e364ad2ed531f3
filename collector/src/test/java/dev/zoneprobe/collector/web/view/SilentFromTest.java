// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.settings.SettingsFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From when on an agent is silent depends on how often it reports, and all answers agree on it.
class SilentFromTest {
  private final SteppingClock clock = new SteppingClock(NOW);
  private final HttpClient http = HttpClient.newHttpClient();
  private Collector collector;

  @BeforeEach
  void start() throws Exception {
    String text =
        """
        listen: {grpc: 0, http: 0}
        store: {commitEvery: 10ms}
        peers: [{node: node-1, zone: zone-a, host: a.test}]
        """;
    collector = new Collector(SettingsFile.parse("test", text, CollectorFile::settings), clock);
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
    http.close();
  }

  @Test
  void isToldOfAgentsAndNodesAndCountedInZones() throws Exception {
    report("node-1", Duration.ofMinutes(2));
    report("node-2", Duration.ofSeconds(10));
    clock.advance(Duration.ofMinutes(12));

    assertThat(silentFrom("system", "agents"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("node-1", NOW.plusSeconds(720), "node-2", NOW.plusSeconds(60)));
    assertThat(silentFrom("nodes", "nodes")).containsEntry("node-1", NOW.plusSeconds(720));
    assertThat(agentsOfFirstZone()).isEqualTo(1);
    clock.advance(Duration.ofNanos(1));
    assertThat(agentsOfFirstZone()).isZero();
  }

  private void report(String node, Duration interval) throws InterruptedException {
    Span span = new Span(1, 1, NOW.minus(interval), NOW);
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      agent.deliver(snapshot(node, span, succeeded(1_000_000)));
      assertThat(agent.receipt()).isEqualTo(1);
    }
  }

  private JsonObject json(String name) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + collector.httpPort() + "/api/v1/" + name);
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private Map<String, Instant> silentFrom(String name, String list) throws Exception {
    Map<String, Instant> moments = new HashMap<>();
    for (JsonElement one : json(name).getAsJsonArray(list)) {
      JsonObject agent = one.getAsJsonObject();
      moments.put(
          agent.get("node").getAsString(), Instant.parse(agent.get("silent_from").getAsString()));
    }
    return moments;
  }

  private long agentsOfFirstZone() throws Exception {
    JsonObject zone = json("system").getAsJsonArray("zones").get(0).getAsJsonObject();
    return zone.get("agents").getAsLong();
  }
}
