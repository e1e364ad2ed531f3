// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.Snapshots;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.Subject.Owner;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two collectors, each with the agents of one zone: what the page of one shows.
class ReplicasTest {
  /// As every agent here reports it.
  private static final String CONDITION =
      """
      {
        "version": "1.2.3",
        "plan_version": 7,
        "waiting": 5,
        "lost": 2,
        "lately":
          {"most_waiting": 5, "skipped": 0, "stalled_share": 0.1, "longest_stall": 0.5}
      }
      """;

  private final SteppingClock clock = new SteppingClock(NOW);
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Collector> collectors = new ArrayList<>();

  /// Begins a collector that asks the one at `replica`.
  private Collector collector(int httpPort, int replica, String more) throws Exception {
    String text =
        """
        listen: {grpc: 0, http: %d}
        store: {commitEvery: 10ms}
        peers: [{node: node-b, zone: zone-b, host: b.test}]
        web: {replicas: {host: localhost, port: %d, timeout: 2s}%s}
        """
            .formatted(httpPort, replica, more);
    Collector collector =
        new Collector(SettingsFile.parse("test", text, CollectorFile::settings), clock);
    collectors.add(collector);
    collector.start();
    return collector;
  }

  @AfterEach
  void stop() {
    collectors.forEach(Collector::close);
    http.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void report(Collector to, String node, String zone, long... nanos)
      throws InterruptedException {
    report(to, node, zone, NOW, nanos);
  }

  private static void report(Collector to, String node, String zone, Instant end, long... nanos)
      throws InterruptedException {
    IntervalSnapshot.Source source = new IntervalSnapshot.Source(node, zone, "boot-1");
    Span span = new Span(1, 1, end.minusSeconds(10), end);
    PeerInterval peer =
        new PeerInterval(
            "node-b",
            "zone-b",
            nanos.length,
            0,
            new LatencyHistogram(),
            Snapshots.durations(nanos));
    deliver(
        to,
        new IntervalSnapshot(source, span, List.of(Snapshots.succeeded(nanos)), List.of(peer))
            .telling(new Condition("1.2.3", 7, 5, 2, new Noise(1_000_000_000, 500_000_000))));
  }

  private static void deliver(Collector to, IntervalSnapshot snapshot) throws InterruptedException {
    try (ConnectedAgent agent = new ConnectedAgent(to.grpcPort())) {
      agent.deliver(snapshot);
      assertThat(agent.receipt()).isEqualTo(snapshot.span().lastSequence());
    }
  }

  private JsonObject json(Collector of, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.httpPort() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static Set<String> names(JsonArray list, String key) {
    Set<String> names = new HashSet<>();
    for (JsonElement one : list) {
      names.add(one.getAsJsonObject().get(key).getAsString());
    }
    return names;
  }

  @Test
  void eitherShowsTheZonesOfBoth() throws Exception {
    int first = freePort();
    int second = freePort();
    Collector one = collector(first, second, "");
    Collector two = collector(second, first, "");
    report(one, "node-1", "zone-a", 1_000_000, 2_000_000);
    report(two, "node-2", "zone-c", 3_000_000);

    for (Collector asked : List.of(one, two)) {
      JsonObject matrix = json(asked, "/api/v1/matrix?phase=total");
      assertThat(matrix.getAsJsonArray("rows")).hasSize(2);
      assertThat(names(matrix.getAsJsonArray("zones"), "zone"))
          .containsExactlyInAnyOrder("zone-a", "zone-b", "zone-c");
      assertThat(matrix.getAsJsonObject("span").getAsJsonArray("missing")).isEmpty();
      JsonObject system = json(asked, "/api/v1/system");
      assertThat(names(system.getAsJsonArray("agents"), "node"))
          .containsExactlyInAnyOrder("node-1", "node-2");
      assertThat(system.getAsJsonArray("agents"))
          .extracting(agent -> agent.getAsJsonObject().get("condition"))
          .containsOnly(JsonParser.parseString(CONDITION));
      JsonObject pair =
          json(asked, "/api/v1/pair?source_zone=zone-c&destination_zone=zone-b&phase=total");
      assertThat(pair.getAsJsonObject("now").getAsJsonObject("counts").get("attempts").getAsLong())
          .isEqualTo(1);
      assertThat(names(json(asked, "/api/v1/targets").getAsJsonArray("targets"), "target"))
          .containsExactly("peer");
    }
  }

  private JsonArray nodes(Collector of) throws Exception {
    return json(of, "/api/v1/nodes").getAsJsonArray("nodes");
  }

  @Test
  void aNodeThatBothHeardOfIsAddedUp() throws Exception {
    int first = freePort();
    int second = freePort();
    Collector one = collector(first, second, "");
    Collector two = collector(second, first, "");
    report(one, "node-1", "zone-a", 1_000_000, 2_000_000, 3_000_000);
    report(two, "node-2", "zone-c", 4_000_000, 5_000_000);

    await()
        .untilAsserted(() ->
            assertThat(names(nodes(one), "node"))
                .containsExactlyInAnyOrder("node-1", "node-2", "node-b"));
    JsonObject destination =
        nodes(one).asList().stream()
            .map(JsonElement::getAsJsonObject)
            .filter(node -> node.get("node").getAsString().equals("node-b"))
            .map(node -> node.getAsJsonObject("destination"))
            .findFirst()
            .orElseThrow();
    assertThat(destination.get("attempts").getAsLong()).isEqualTo(5);
    assertThat(destination.getAsJsonObject("median").get("seconds").getAsDouble())
        .isEqualTo(0.003, within(0.00005));
  }

  @Test
  void aZoneWhoseAgentsMovedIsAddedUp() throws Exception {
    int first = freePort();
    int second = freePort();
    Collector one = collector(first, second, "");
    Collector two = collector(second, first, "");
    long[] early = RandomGenerator.getDefault().longs(100, 1_000, 9_000_000).toArray();
    report(one, "node-1", "zone-a", early);
    report(two, "node-2", "zone-a", 5_000_000, 6_000_000);

    JsonArray row =
        json(one, "/api/v1/matrix?phase=total").getAsJsonArray("rows").get(0).getAsJsonArray();

    assertThat(row.get(2).getAsLong()).isEqualTo(102);
  }

  /// Reports a target of `team`, or of nobody.
  private void reportOwned(Collector to, String node, Optional<String> team)
      throws InterruptedException {
    Owner owner = new Owner(team, Optional.empty());
    Subject checkout = new Subject("external", "checkout", Protocol.HTTP, owner);
    clock.advance(Duration.ofSeconds(1));
    deliver(
        to,
        Snapshots.snapshot(
            node, Snapshots.span(1, 1), Snapshots.interval(checkout, Snapshots.TOTAL, 1_000_000)));
  }

  private JsonElement team(Collector of) throws Exception {
    JsonArray targets = json(of, "/api/v1/targets").getAsJsonArray("targets");
    return targets.get(0).getAsJsonObject().get("team");
  }

  @Test
  void aTargetIsOfWhomTheLastReportSaysWhoeverIsAsked() throws Exception {
    int first = freePort();
    int second = freePort();
    Collector one = collector(first, second, "");
    Collector two = collector(second, first, "");

    reportOwned(one, "node-1", Optional.of("payments"));
    reportOwned(two, "node-2", Optional.of("billing"));
    for (Collector asked : List.of(one, two)) {
      assertThat(team(asked).getAsString()).isEqualTo("billing");
    }
    reportOwned(one, "node-3", Optional.empty());
    for (Collector asked : List.of(one, two)) {
      assertThat(team(asked).isJsonNull()).isTrue();
    }
  }

  @Test
  void aMinuteThatOnlyOneKnowsOfIsKnown() throws Exception {
    int first = freePort();
    int second = freePort();
    Collector one = collector(first, second, "");
    Collector two = collector(second, first, "");
    report(one, "node-1", "zone-a", 1_000_000);
    report(two, "node-2", "zone-c", NOW.minusSeconds(180), 1_000_000);
    report(two, "node-3", "zone-c", 1_000_000);

    for (String path :
        List.of(
            "/api/v1/matrix?phase=total&window=10m",
            "/api/v1/pair?source_zone=zone-c&destination_zone=zone-b&phase=total&window=10m")) {
      JsonObject answer = json(one, path);
      JsonObject span = answer.getAsJsonObject(answer.has("span") ? "span" : "now");
      span = span.has("span") ? span.getAsJsonObject("span") : span;
      assertThat(span.get("minutes_with_data").getAsInt()).as(path).isEqualTo(2);
    }
  }

  @Test
  void sumsOfNodesAreAsOldAsThoseOfTheOneThatBeganFirst() throws Exception {
    int first = freePort();
    int second = freePort();
    Collector one = collector(first, second, "");
    clock.advance(Duration.ofMinutes(3));
    Collector two = collector(second, first, "");

    for (Collector asked : List.of(one, two)) {
      assertThat(json(asked, "/api/v1/nodes").get("since").getAsString()).isEqualTo(NOW.toString());
    }
  }

  @Test
  void oneThatAsksItselfCountsNothingTwice() throws Exception {
    int port = freePort();
    Collector alone = collector(port, port, "");
    report(alone, "node-1", "zone-a", 1_000_000);

    JsonObject matrix = json(alone, "/api/v1/matrix?phase=total");

    assertThat(matrix.getAsJsonArray("rows").get(0).getAsJsonArray().get(2).getAsLong())
        .isEqualTo(1);
    assertThat(matrix.getAsJsonObject("span").getAsJsonArray("missing")).isEmpty();
  }

  @Test
  void oneThatIsGoneIsNamed() throws Exception {
    int gone = freePort();
    Collector left = collector(freePort(), gone, "");
    report(left, "node-1", "zone-a", 1_000_000);

    JsonObject matrix = json(left, "/api/v1/matrix?phase=total");

    assertThat(matrix.getAsJsonArray("rows")).hasSize(1);
    assertThat(matrix.getAsJsonObject("span").getAsJsonArray("missing"))
        .isNotEmpty()
        .allSatisfy(
            why -> assertThat(why.getAsString()).contains(":" + gone + " cannot be reached"));
    assertThat(json(left, "/api/v1/nodes").getAsJsonArray("missing"))
        .isEqualTo(matrix.getAsJsonObject("span").getAsJsonArray("missing"));
  }

  @Test
  void oneThatStopsInTheMiddleOfAnAnswerHoldsNobodyUpForLong() throws Exception {
    List<Socket> held = new CopyOnWriteArrayList<>();
    try (ServerSocket frozen = new ServerSocket(0)) {
      Collector asked = collector(freePort(), frozen.getLocalPort(), "");
      report(asked, "node-1", "zone-a", 1_000_000);
      Thread _ = Thread.ofVirtual().start(() -> beginToAnswer(frozen, held));

      for (int i = 0; i < 5; i++) {
        JsonObject matrix = json(asked, "/api/v1/matrix?phase=total");
        assertThat(matrix.getAsJsonArray("rows")).hasSize(1);
        assertThat(matrix.getAsJsonObject("span").getAsJsonArray("missing")).isNotEmpty();
      }
    }
    for (Socket one : held) {
      one.close();
    }
  }

  private static void beginToAnswer(ServerSocket server, List<Socket> held) {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx";
    try {
      while (true) {
        Socket one = server.accept();
        held.add(one);
        one.getOutputStream().write(half.getBytes(UTF_8));
      }
    } catch (IOException e) {
      assertThat(server.isClosed()).as(e.getMessage()).isTrue();
    }
  }

  @Test
  void theReadersTokenOpensBoth(@TempDir Path folder) throws Exception {
    Path tokens =
        Files.writeString(folder.resolve("tokens"), "a-token-of-some-length-0123456789\n");
    String more = ", tokens: " + tokens;
    int first = freePort();
    int second = freePort();
    Collector one = collector(first, second, more);
    Collector two = collector(second, first, more);
    report(two, "node-2", "zone-c", 3_000_000);

    JsonObject matrix =
        json(
            one,
            "/api/v1/matrix?phase=total",
            "Authorization",
            "Bearer a-token-of-some-length-0123456789");

    assertThat(matrix.getAsJsonArray("rows")).hasSize(1);
  }
}
