// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.observer.Exemplar;
import dev.zoneprobe.e2e.kit.time.RealTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// From a number to the attempt behind it, as somebody goes who looks for a cause.
final class AttemptTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Longer than anything that a busy machine does to an attempt on loopback.
  private static final Duration HELD_BACK = Duration.ofMillis(1_500);

  private static final int SLOW_REQUEST = 10;

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();

  @Test
  void anExemplarLeadsToItsAttemptOnCollectorAndAgent() throws Exception {
    HttpServer server = serverThatIsSlowOnce();
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Fleet fleet = new Fleet(slowTarget(server.getAddress().getPort()), "zone-a")) {
      server.setExecutor(threads);
      server.start();
      await().atMost(PATIENCE).until(() -> slowExemplar(fleet).isPresent());
      String path = "/api/v1/attempts/" + slowExemplar(fleet).orElseThrow().attemptId();

      JsonNode attempt = json(fleet.collectorMetrics().resolve(path));

      assertThat(attempt.get("target").asText()).isEqualTo("slow");
      assertThat(attempt.get("source_node").asText()).isEqualTo("node-zone-a");
      assertThat(attempt.get("remote_address").asText())
          .isEqualTo("127.0.0.1:" + server.getAddress().getPort());
      assertThat(seconds(attempt, "round_trip")).isGreaterThan(HELD_BACK.toMillis() / 1e3);
      assertPhasesMakeTheTotal(attempt);
      assertThat(attempt.get("between_phases").asDouble())
          .isLessThan(HELD_BACK.toMillis() / 1e3 / 2);
      assertThat(withoutBegin(attempt))
          .isEqualTo(withoutBegin(json(fleet.agentMetrics(0).resolve(path))));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void everyExemplarThatIsExposedLeadsToAnAttempt() throws Exception {
    try (Fleet fleet = new Fleet("mesh: {interval: 100ms}", "zone-a", "zone-b")) {
      await().atMost(PATIENCE).until(() -> Exemplar.of(fleet.collectorMetrics()).size() > 50);

      for (Exemplar exemplar : Exemplar.of(fleet.collectorMetrics())) {
        String path = "/api/v1/attempts/" + exemplar.attemptId();

        assertPhasesMakeTheTotal(json(fleet.collectorMetrics().resolve(path)));
      }
    }
  }

  @Test
  void aRefusedAttemptIsListedWithReasonPhaseAndAddress() throws Exception {
    int port = FreePort.next();
    String target =
        "targets: [{name: refused, url: \"tcp://127.0.0.1:%d\", interval: 100ms}]".formatted(port);
    try (Fleet fleet = new Fleet(target, "zone-a")) {
      String query = "/api/v1/attempts?target=refused&outcome=failure&order=newest&limit=1";
      URI onCollector = fleet.collectorMetrics().resolve(query);
      await().atMost(PATIENCE).until(() -> json(onCollector).get("matching").asInt() > 0);

      for (URI list : List.of(onCollector, fleet.agentMetrics(0).resolve(query))) {
        JsonNode attempt = json(list).get("attempts").get(0);

        assertThat(attempt.get("reason").asText()).isEqualTo("connect_refused");
        assertThat(attempt.get("failed_during").asText()).isEqualTo("tcp_connect");
        assertThat(attempt.get("remote_address").asText()).isEqualTo("127.0.0.1:" + port);
        assertPhasesMakeTheTotal(attempt);
      }
    }
  }

  private HttpServer serverThatIsSlowOnce() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (requests.incrementAndGet() == SLOW_REQUEST) {
        RealTime.passes(HELD_BACK, "a server is slow once");
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static String slowTarget(int port) {
    return """
    targets:
      - {name: slow, url: "http://127.0.0.1:%d/", interval: 100ms, connections: [new]}
    """
        .formatted(port);
  }

  private static Optional<Exemplar> slowExemplar(Fleet fleet) throws Exception {
    return Exemplar.of(fleet.collectorMetrics()).stream()
        .filter(one -> one.has("target", "slow") && one.has("phase", "round_trip"))
        .filter(one -> one.value() > HELD_BACK.toMillis() / 1e3)
        .findFirst();
  }

  /// What lies between the phases are our own steps, so it is never negative.
  private static void assertPhasesMakeTheTotal(JsonNode attempt) {
    double phases =
        StreamSupport.stream(attempt.get("phases").spliterator(), false)
            .mapToDouble(phase -> phase.get("seconds").asDouble())
            .sum();
    double between = attempt.get("between_phases").asDouble();
    assertThat(phases + between).isCloseTo(attempt.get("total").asDouble(), within(1e-9));
    assertThat(between).as(attempt::toString).isNotNegative();
  }

  private static double seconds(JsonNode attempt, String phase) {
    return StreamSupport.stream(attempt.get("phases").spliterator(), false)
        .filter(one -> one.get("phase").asText().equals(phase))
        .mapToDouble(one -> one.get("seconds").asDouble())
        .sum();
  }

  /// The moment travels to the millisecond, everything else as it is.
  private static JsonNode withoutBegin(JsonNode attempt) {
    return ((ObjectNode) attempt.deepCopy()).without("begun");
  }

  private JsonNode json(URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response = get(uri);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return mapper.readTree(response.body());
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
