// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.durations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.Snapshots;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the page is told of nodes, compared with the raw durations that agents reported.
class NodesPageTest {
  private static final long MILLI = 1_000_000;
  private static final double PERCENT = 1.7;

  private final SteppingClock clock = new SteppingClock(NOW);
  private final HttpClient http = HttpClient.newHttpClient();
  private final SplittableRandom random = new SplittableRandom(7);
  private Collector collector;
  private long sequence;

  @BeforeEach
  void start() throws Exception {
    String text =
        """
        listen: {grpc: 0, http: 0}
        store: {commitEvery: 10ms}
        peers:
          - {node: node-1, zone: zone-a, host: a.test}
          - {node: node-b, zone: zone-b, host: b.test}
        """;
    collector = new Collector(SettingsFile.parse("test", text, CollectorFile::settings), clock);
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
    http.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + collector.httpPort() + path);
    return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonObject nodes(String parameters) throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/api/v1/nodes" + parameters);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static JsonObject node(JsonObject nodes, String name) {
    for (JsonElement one : nodes.getAsJsonArray("nodes")) {
      if (one.getAsJsonObject().get("node").getAsString().equals(name)) {
        return one.getAsJsonObject();
      }
    }
    throw new AssertionError(name + " is not in " + nodes);
  }

  private void report(String from, String to, long... roundTrips) throws InterruptedException {
    Map<Slice, Series> series =
        Map.of(slice(Phase.TOTAL), series(roundTrips), slice(Phase.ROUND_TRIP), series(roundTrips));
    sequence++;
    IntervalSnapshot snapshot =
        new IntervalSnapshot(
            Snapshots.source(from),
            new IntervalSnapshot.Span(
                sequence, sequence, clock.instant().minusSeconds(10), clock.instant()),
            List.of(
                new SubjectInterval(
                    Snapshots.PEER_IN_B,
                    new Counts(roundTrips.length, Map.of(), Map.of(), Retransmits.NONE),
                    series)),
            List.of(
                new PeerInterval(
                    to,
                    "zone-b",
                    roundTrips.length,
                    0,
                    new LatencyHistogram(),
                    durations(roundTrips))));
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      agent.deliver(snapshot);
      assertThat(agent.receipt()).isEqualTo(sequence);
    }
  }

  private static Slice slice(Phase phase) {
    return new Slice(phase, Connection.NEW, Outcome.Kind.SUCCESS, SourceState.BUSY);
  }

  private static Series series(long... nanos) {
    return new Series(durations(nanos), Optional.empty());
  }

  private long[] someDurations(int count) {
    return random.longs(count, MILLI, 50 * MILLI).toArray();
  }

  private static void assertQuantile(JsonObject role, double quantile, long... nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    double exact = sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e9;
    JsonObject estimate = role.getAsJsonObject(quantile == 0.5 ? "median" : "estimate");
    assertThat(role.get("attempts").getAsLong()).isEqualTo(nanos.length);
    assertThat(estimate.get("samples").getAsLong()).isEqualTo(nanos.length);
    assertThat(estimate.get("seconds").getAsDouble()).isCloseTo(exact, withinPercentage(PERCENT));
    assertThat(estimate.get("lower").getAsDouble()).isLessThanOrEqualTo(exact * 1.017);
    assertThat(estimate.get("upper").getAsDouble()).isGreaterThanOrEqualTo(exact / 1.017);
  }

  @Test
  void bothRolesOfANodeHaveTheQuantilesOfTheirRawDurations() throws Exception {
    long[] early = someDurations(200);
    report("node-1", "node-b", early);
    clock.advance(Duration.ofMinutes(9));
    long[] late = someDurations(300);
    report("node-2", "node-b", late);

    JsonObject nodes = nodes("?quantile=0.9");

    long[] both = LongStream.concat(Arrays.stream(early), Arrays.stream(late)).toArray();
    assertQuantile(node(nodes, "node-b").getAsJsonObject("destination"), 0.9, both);
    assertQuantile(node(nodes, "node-b").getAsJsonObject("destination"), 0.5, both);
    assertQuantile(node(nodes, "node-1").getAsJsonObject("source"), 0.9, early);
    assertQuantile(node(nodes, "node-2").getAsJsonObject("source"), 0.5, late);
    assertThat(node(nodes, "node-2").get("busy").getAsLong()).isEqualTo(300);
    assertThat(node(nodes, "node-2").get("reported").getAsString())
        .isEqualTo(clock.instant().toString());
    assertThat(nodes.get("since").getAsString()).isEqualTo(NOW.toString());
    assertThat(nodes.get("samples_needed").getAsLong()).isEqualTo(29);
  }

  @Test
  void aNodeThatOnlyTopologyKnowsIsShownWithoutData() throws Exception {
    JsonObject b = node(nodes(""), "node-b");

    assertThat(b.get("zone").getAsString()).isEqualTo("zone-b");
    assertThat(b.get("reported").isJsonNull()).isTrue();
    assertThat(b.get("silent_from").isJsonNull()).isTrue();
    assertThat(b.get("kernel").isJsonNull()).isTrue();
    JsonObject destination = b.getAsJsonObject("destination");
    assertThat(destination.get("attempts").getAsLong()).isZero();
    assertThat(destination.getAsJsonObject("estimate").get("seconds").isJsonNull()).isTrue();
  }

  @Test
  void aNodeThatTopologyDoesNotHaveIsGone() throws Exception {
    report("node-2", "node-b", someDurations(3));

    JsonObject nodes = nodes("");

    assertThat(node(nodes, "node-2").get("gone").getAsBoolean()).isTrue();
    assertThat(node(nodes, "node-b").get("gone").getAsBoolean()).isFalse();
  }

  @Test
  void tooFewSamplesShowNoQuantile() throws Exception {
    report("node-1", "node-b", someDurations(298));

    JsonObject destination = node(nodes(""), "node-b").getAsJsonObject("destination");

    assertThat(destination.getAsJsonObject("estimate").get("seconds").isJsonNull()).isTrue();
    assertThat(destination.getAsJsonObject("median").get("seconds").isJsonNull()).isFalse();
  }

  @Test
  void anAgentCannotMakeNodesUp() throws Exception {
    report("node-1", "made-up", MILLI);

    assertThat(nodes("").toString()).doesNotContain("made-up");
    assertThat(get("/metrics").body())
        .contains("zoneprobe_collector_nodes_left_out_total{reason=\"unknown_node\"} 1.0");
  }

  @Test
  void aSnapshotThatTellsMoreOfPeersThanItHasAttemptsIsRefused() throws Exception {
    IntervalSnapshot lie =
        new IntervalSnapshot(
            Snapshots.source("node-1"),
            Snapshots.span(1, 1),
            List.of(Snapshots.succeeded(MILLI)),
            List.of(
                new PeerInterval(
                    "node-b", "zone-b", 2, 0, new LatencyHistogram(), new LatencyHistogram())));
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      agent.deliver(lie);

      assertThat(agent.status().getDescription())
          .isEqualTo("2 attempts on peers by node, 1 altogether");
    }
  }

  @Test
  void theSameIsToldAsCsv() throws Exception {
    report("node-1", "node-b", someDurations(300));

    List<String> lines = get("/api/v1/nodes.csv").body().lines().toList();

    assertThat(lines.getFirst())
        .startsWith(
            "node,zone,region,instance_type,cpu_cores,memory_bytes,kernel,reported,silent_from,gone,")
        .contains("source_attempts", "destination_seconds")
        .endsWith("calm,busy,stalled");
    assertThat(lines.get(1))
        .startsWith("\"node-1\",\"zone-a\",,,,,,2026-")
        .contains("Z,false,300,")
        .endsWith(",0,300,0");
    assertThat(lines).hasSize(3);
    assertThat(lines).allMatch(line -> line.split(",", -1).length == 27);
    double seconds = Double.parseDouble(lines.get(2).split(",", -1)[21]);
    assertThat(seconds)
        .isEqualTo(
            node(nodes(""), "node-b")
                .getAsJsonObject("destination")
                .getAsJsonObject("estimate")
                .get("seconds")
                .getAsDouble());
  }

  @Test
  void saysWhatIsWrongWithAQuestion() throws Exception {
    assertThat(get("/api/v1/nodes?phase=total").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/nodes?phase=total").body()).contains("tcp_connect, round_trip");
    assertThat(get("/api/v1/nodes?quantile=1").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/nodes?window=5m").body()).contains("window: no such parameter");
  }
}
