// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.Sample;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.e2e.kit.server.Nginx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@RequiresProgram(Program.NGINX)
final class AccountingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern STOPPED =
      Pattern.compile("stopped: (\\d+) attempts ended; (\\d+) of (\\d+) snapshots acknowledged");

  @Test
  void countsEveryDueMomentAttemptAndSnapshotExactlyOnce() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Nginx nginx = Nginx.keepingConnections();
        ServerSocket silent = new ServerSocket(0, 2_000, loopback);
        Fleet fleet = new Fleet(targets(nginx, silent.getLocalPort()), "zone-a", "zone-b")) {
      await()
          .atMost(PATIENCE)
          .until(() -> attempts(fleet, "connect_refused") > 20 && skipped(fleet) > 5);

      await().atMost(PATIENCE).until(() -> agentAddsUp(fleet.agentMetrics(0)));
      await().atMost(PATIENCE).until(() -> collectorAddsUp(fleet.collectorMetrics()));
      long ended = 0;
      for (int i = 0; i < 2; i++) {
        assertThat(fleet.stopAgent(i)).isZero();
        Matcher last = STOPPED.matcher(fleet.agentOutput(i));
        assertThat(last.find()).as(fleet.agentOutput(i)).isTrue();
        assertThat(last.group(2)).isEqualTo(last.group(3));
        ended += Long.parseLong(last.group(1));
      }

      Scrape scrape = Scrape.of(fleet.collectorMetrics());
      assertThat(scrape.sum("zoneprobe_attempts_total", Map.of())).isEqualTo((double) ended);
      assertThat(scrape.sum("zoneprobe_duration_seconds_count", Map.of("phase", "total")))
          .isEqualTo((double) ended);
      assertThat(scrape.sum("zoneprobe_collector_snapshots_lost_total", Map.of())).isZero();
      assertThat(scrape.sum("zoneprobe_collector_snapshots_rejected_total", Map.of())).isZero();
      assertNodesAddUp(scrape, fleet.collectorMetrics().resolve("/api/v1/nodes"));
    }
  }

  /// Each zone has one node, so that the sums of the node are those of its zone.
  private static void assertNodesAddUp(Scrape scrape, URI address) throws Exception {
    JsonNode nodes = json(address).get("nodes");
    assertThat(nodes).hasSize(2);
    for (JsonNode node : nodes) {
      String zone = node.get("zone").asText();
      assertRole(node.get("source"), scrape, Map.of("target", "peer", "source_zone", zone));
      assertRole(
          node.get("destination"), scrape, Map.of("target", "peer", "destination_zone", zone));
    }
  }

  private static void assertRole(JsonNode role, Scrape scrape, Map<String, String> labels) {
    Map<String, String> measured = new HashMap<>(labels);
    measured.put("phase", "round_trip");
    double stalled =
        scrape
            .find("zoneprobe_duration_seconds_count", measured)
            .filter(sample -> "stalled".equals(sample.labels().get("source_state")))
            .mapToDouble(Sample::value)
            .sum();
    assertThat(role.get("attempts").asLong()).isPositive();
    assertThat(role.get("attempts").asDouble())
        .isEqualTo(scrape.sum("zoneprobe_attempts_total", labels));
    assertThat(role.get("median").get("samples").asDouble())
        .isEqualTo(scrape.sum("zoneprobe_duration_seconds_count", measured) - stalled);
  }

  private static JsonNode json(URI address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address).build();
      return new ObjectMapper()
          .readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  /// One target that answers, one that fails, one that refuses, and one that stays silent for so
  /// long that its attempts take all places of its lane.
  private static String targets(Nginx nginx, int silent) {
    return """
    mesh: {interval: 200ms}
    targets:
      - {name: good, url: "%s", interval: 50ms}
      - {name: broken, url: "%s", interval: 100ms}
      - {name: refused, url: "tcp://127.0.0.1:%d", interval: 100ms}
      - {name: silent, url: "http://127.0.0.1:%d/", interval: 20ms, timeout: 10s, connections: [new]}
    """
        .formatted(nginx.url("/ok"), nginx.url("/500"), FreePort.next(), silent);
  }

  private static double attempts(Fleet fleet, String reason) throws Exception {
    return Scrape.of(fleet.collectorMetrics())
        .sum("zoneprobe_attempts_total", Map.of("reason", reason));
  }

  private static double skipped(Fleet fleet) throws Exception {
    return Scrape.of(fleet.collectorMetrics())
        .sum("zoneprobe_attempts_skipped_total", Map.of("reason", "in_flight_limit"));
  }

  /// Whether the agent's accounts balance. A scrape reads counters one after the other, so a moment
  /// at which nothing moves has to be met.
  private static boolean agentAddsUp(URI metrics) throws IOException, InterruptedException {
    Scrape scrape = Scrape.of(metrics);
    double due = agent(scrape, "due_moments_total");
    double begun = agent(scrape, "attempts_begun_total");
    double ended = agent(scrape, "attempts_ended_total");
    double cut = agent(scrape, "snapshots_cut_total");
    return due > 0
        && agent(scrape, "attempts_broken_total") == 0
        && agent(scrape, "snapshots_refused_total") == 0
        && due == begun + agent(scrape, "attempts_skipped_total")
        && begun == ended + agent(scrape, "attempts_in_flight")
        && cut
            == agent(scrape, "snapshots_acknowledged_total") + agent(scrape, "snapshots_waiting");
  }

  private static double agent(Scrape scrape, String name) {
    return scrape.sum("zoneprobe_agent_" + name, Map.of());
  }

  private static boolean collectorAddsUp(URI metrics) throws IOException, InterruptedException {
    Scrape scrape = Scrape.of(metrics);
    String snapshots = "zoneprobe_collector_snapshots_";
    double received = scrape.sum(snapshots + "received_total", Map.of());
    return received > 0
        && received
            == scrape.sum(snapshots + "merged_total", Map.of())
                + scrape.sum(snapshots + "duplicate_total", Map.of())
                + scrape.sum(snapshots + "rejected_total", Map.of())
                + scrape.sum(snapshots + "put_off_total", Map.of());
  }
}
