// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.stage;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A collector and one agent, as processes, and what a test does to them. Snapshots are cut every
/// second.
public final class RealPair implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FROZEN = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newHttpClient();
  private final TemporaryFolder folder = TemporaryFolder.create("pair");
  private final int web = FreePort.next();
  private final int admin = FreePort.next();
  private final JavaProgram collector;
  private final JavaProgram agent;

  /// Starts both, and waits until the agent has reported.
  public RealPair() {
    int grpc = FreePort.next();
    collector =
        JavaProgram.collector(
            "run",
            "--config",
            file("collector", "listen: {grpc: %d, http: %d}".formatted(grpc, web)));
    collector.awaitListening(web);
    agent =
        JavaProgram.agent(
            "run",
            "--config",
            file(
                "agent",
                """
                node: {name: node-zone-a, zone: zone-a}
                collector: {address: "127.0.0.1:%d", interval: 1s}
                responder: {address: 127.0.0.1, http: %d, grpc: %d, tcp: %d}
                admin: {port: %d}
                """
                    .formatted(grpc, FreePort.next(), FreePort.next(), FreePort.next(), admin)));
    agent.awaitListening(admin);
    await().atMost(PATIENCE).until(this::hasReported);
  }

  private String file(String name, String text) {
    return folder.write(name + ".yaml", text).toString();
  }

  /// The page's address with this query.
  public URI page(String query) {
    return URI.create("http://127.0.0.1:" + web + "/" + query);
  }

  private boolean hasReported() throws IOException, InterruptedException {
    return !system().getAsJsonArray("agents").isEmpty();
  }

  private JsonObject system() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(page("api/v1/system")).build();
    return JsonParser.parseString(http.send(request, BodyHandlers.ofString()).body())
        .getAsJsonObject();
  }

  /// Freezes the collector until so many of the agent's snapshots wait at least, and waits until
  /// all have been delivered; how many they were.
  public long cutOffUntilWaiting(long snapshots) {
    collector.freeze();
    long were;
    try {
      were = await().atMost(PATIENCE).until(this::waiting, waiting -> waiting >= snapshots);
    } finally {
      collector.thaw();
    }
    await().atMost(PATIENCE).until(() -> waiting() == 0);
    return were;
  }

  private long waiting() throws IOException, InterruptedException {
    Scrape scrape = Scrape.of(URI.create("http://127.0.0.1:" + admin + "/metrics"));
    return (long) scrape.sum("zoneprobe_agent_snapshots_waiting", Map.of());
  }

  /// Freezes the agent for some seconds; how many they were at least.
  public double freezeAgent() {
    Instant begun = Instant.now();
    agent.freeze();
    try {
      await().atMost(PATIENCE).until(() -> begun.plus(FROZEN).isBefore(Instant.now()));
    } finally {
      agent.thaw();
    }
    return FROZEN.toSeconds();
  }

  /// What the collector says of the agent's last ten minutes under this key, once it is as much.
  public double told(String key, double atLeast) {
    return await().atMost(PATIENCE).until(() -> lately(key), told -> told >= atLeast);
  }

  private double lately(String key) throws IOException, InterruptedException {
    JsonObject agent = system().getAsJsonArray("agents").get(0).getAsJsonObject();
    return agent.getAsJsonObject("condition").getAsJsonObject("lately").get(key).getAsDouble();
  }

  @Override
  public void close() {
    agent.close();
    collector.close();
    http.close();
    folder.close();
  }
}
