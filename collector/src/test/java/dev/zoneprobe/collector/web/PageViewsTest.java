// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.ConnectedAgent;
import dev.zoneprobe.collector.Snapshots;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.settings.SettingsFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the page is told, compared with the raw durations that agents reported.
class PageViewsTest {
  private static final Slice ROUND_TRIP = slice(Phase.ROUND_TRIP, SourceState.CALM);
  private static final long MILLI = 1_000_000;

  private final SteppingClock clock = new SteppingClock(NOW);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Random random = new Random(7);
  private final Map<String, Long> sequences = new HashMap<>();
  private Collector collector;

  private static Slice slice(Phase phase, SourceState state) {
    return new Slice(phase, Connection.NEW, Outcome.Kind.SUCCESS, state);
  }

  @BeforeEach
  void start() throws Exception {
    String text =
        """
        listen: {grpc: 0, http: 0}
        store: {commitEvery: 10ms}
        peers:
          - {node: node-1, zone: zone-a, host: a.test}
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

  private JsonObject json(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private void report(String node, SubjectInterval... subjects) throws InterruptedException {
    long sequence = sequences.merge(node, 1L, Long::sum);
    Instant now = clock.instant();
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      agent.deliver(
          snapshot(node, new Span(sequence, sequence, now.minusSeconds(10), now), subjects));
      assertThat(agent.receipt()).isEqualTo(sequence);
    }
  }

  private long[] someDurations(int count) {
    return random.longs(count, MILLI, 50 * MILLI).toArray();
  }

  private static SubjectInterval toB(Map<Slice, long[]> nanos) {
    return interval(Snapshots.PEER_IN_B, nanos);
  }

  /// Attempts with one phase each, and with the `total` that every attempt has.
  private static SubjectInterval interval(Subject subject, Map<Slice, long[]> nanos) {
    Map<Slice, SubjectInterval.Series> series = new HashMap<>();
    Counts counts = Counts.NONE;
    for (Map.Entry<Slice, long[]> one : nanos.entrySet()) {
      Slice slice = one.getKey();
      LatencyHistogram durations = Snapshots.durations(one.getValue());
      Slice total =
          new Slice(Phase.TOTAL, slice.connection(), slice.outcome(), slice.sourceState());
      series.put(slice, new SubjectInterval.Series(durations, Optional.empty()));
      series.merge(
          total,
          new SubjectInterval.Series(durations.copy(), Optional.empty()),
          PageViewsTest::together);
      counts = counts.plus(counts(slice.outcome(), one.getValue().length));
    }
    return new SubjectInterval(subject, counts, series);
  }

  private static SubjectInterval.Series together(
      SubjectInterval.Series one, SubjectInterval.Series other) {
    one.histogram().add(other.histogram());
    return one;
  }

  private static Counts counts(Outcome.Kind outcome, long attempts) {
    return outcome == Outcome.Kind.SUCCESS
        ? new Counts(attempts, Map.of(), Map.of(), Retransmits.NONE)
        : new Counts(0, Map.of(Failure.CONNECT_TIMEOUT, attempts), Map.of(), Retransmits.NONE);
  }

  private static double quantile(double quantile, long... nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e9;
  }

  private static JsonObject firstRow(JsonObject matrix) {
    JsonArray columns = matrix.getAsJsonArray("columns");
    JsonArray row = matrix.getAsJsonArray("rows").get(0).getAsJsonArray();
    JsonObject cells = new JsonObject();
    for (int i = 0; i < columns.size(); i++) {
      cells.add(columns.get(i).getAsString(), row.get(i));
    }
    return cells;
  }

  @Test
  void aPairsQuantileIsThatOfItsRawDurationsInTheWindow() throws Exception {
    long[] earlier = someDurations(400);
    report("node-1", toB(Map.of(ROUND_TRIP, earlier)));
    clock.advance(Duration.ofMinutes(5));
    long[] one = someDurations(300);
    report("node-1", toB(Map.of(ROUND_TRIP, one)));
    clock.advance(Duration.ofMinutes(2));
    long[] two = someDurations(500);
    report("node-2", toB(Map.of(ROUND_TRIP, two)));

    JsonObject cell = firstRow(json("/api/v1/matrix?window=5m&quantile=0.9"));

    long[] both = new long[800];
    System.arraycopy(one, 0, both, 0, 300);
    System.arraycopy(two, 0, both, 300, 500);
    double expected = quantile(0.9, both);
    assertThat(cell.get("samples").getAsLong()).isEqualTo(800);
    assertThat(cell.get("attempts").getAsLong()).isEqualTo(800);
    assertThat(cell.get("seconds").getAsDouble()).isEqualTo(expected, within(expected / 1000));
    assertThat(cell.get("before_samples").getAsLong()).isEqualTo(400);
    double before = quantile(0.9, earlier);
    assertThat(cell.get("before_seconds").getAsDouble()).isEqualTo(before, within(before / 1000));
  }

  @Test
  void whatIsFoldedIntoMinutesAndWhatIsNotCountsOnce() throws Exception {
    report("node-1", toB(Map.of(ROUND_TRIP, someDurations(100))));
    JsonObject now = json("/api/v1/matrix?window=1h");
    clock.advance(Duration.ofMinutes(1));
    report("node-1", toB(Map.of(ROUND_TRIP, someDurations(100))));
    JsonObject later = json("/api/v1/matrix?window=1h");

    assertThat(firstRow(now).get("samples").getAsLong()).isEqualTo(100);
    assertThat(firstRow(later).get("samples").getAsLong()).isEqualTo(200);
    assertThat(later.getAsJsonObject("span").get("minutes_with_data").getAsInt()).isEqualTo(2);
  }

  @Test
  void tooFewSamplesShowNoQuantile() throws Exception {
    report("node-1", toB(Map.of(ROUND_TRIP, someDurations(298))));

    JsonObject matrix = json("/api/v1/matrix?quantile=0.99");

    assertThat(firstRow(matrix).get("seconds").isJsonNull()).isTrue();
    assertThat(matrix.get("samples_needed").getAsLong()).isEqualTo(299);
  }

  @Test
  void attemptsOfAStalledAgentAreLeftOutUnlessAskedFor() throws Exception {
    report(
        "node-1",
        toB(
            Map.of(
                ROUND_TRIP,
                new long[] {1, 2, 3},
                slice(Phase.ROUND_TRIP, SourceState.STALLED),
                new long[] {9})));

    assertThat(samples("")).isEqualTo(3);
    assertThat(samples("&source_state=stalled")).isEqualTo(1);
    assertThat(samples("&source_state=stalled&source_state=calm")).isEqualTo(4);
  }

  private long samples(String more) throws IOException, InterruptedException {
    return firstRow(json("/api/v1/matrix?window=5m" + more)).get("samples").getAsLong();
  }

  @Test
  void aZoneThatOnlyTopologyKnowsIsShownWithoutData() throws Exception {
    JsonObject matrix = json("/api/v1/matrix");

    assertThat(matrix.getAsJsonArray("rows")).isEmpty();
    JsonObject zone = matrix.getAsJsonArray("zones").get(0).getAsJsonObject();
    assertThat(zone.get("zone").getAsString()).isEqualTo("zone-a");
    assertThat(zone.get("agents").getAsLong()).isZero();
    assertThat(zone.get("nodes").getAsLong()).isEqualTo(1);
  }

  @Test
  void aPairTellsPhasesStatesReasonsAndWhenNothingWasReported() throws Exception {
    report(
        "node-1",
        toB(Map.of(slice(Phase.TCP_CONNECT, SourceState.CALM), new long[] {2 * MILLI, 4 * MILLI})));
    clock.advance(Duration.ofMinutes(2));
    report(
        "node-1",
        toB(
            Map.of(
                ROUND_TRIP,
                someDurations(50),
                slice(Phase.ROUND_TRIP, SourceState.BUSY),
                someDurations(20),
                new Slice(Phase.LATE, Connection.NEW, Outcome.Kind.FAILURE, SourceState.CALM),
                new long[] {MILLI})));

    JsonObject pair = json("/api/v1/pair?source_zone=zone-a&destination_zone=zone-b&window=3m");

    JsonObject now = pair.getAsJsonObject("now");
    assertThat(now.getAsJsonObject("estimate").get("samples").getAsLong()).isEqualTo(70);
    assertThat(now.getAsJsonObject("reasons").get("connect_timeout").getAsLong()).isEqualTo(1);
    assertThat(now.getAsJsonObject("counts").get("attempts").getAsLong()).isEqualTo(73);
    JsonObject connect = pair.getAsJsonArray("phases").get(0).getAsJsonObject();
    assertThat(connect.get("phase").getAsString()).isEqualTo("tcp_connect");
    assertThat(connect.get("mean").getAsDouble()).isEqualTo(0.003);
    assertThat(pair.getAsJsonArray("states")).hasSize(2);
    JsonObject heat = pair.getAsJsonObject("heat");
    assertThat(heat.getAsJsonArray("missing")).hasSize(1);
    long inHeat = 0;
    for (JsonElement cell : heat.getAsJsonArray("counts")) {
      inHeat += cell.getAsJsonArray().get(2).getAsLong();
    }
    assertThat(inHeat).isEqualTo(70);
  }

  @Test
  void aSpectrumRisesToTheMaximum() throws Exception {
    long[] nanos = someDurations(1000);
    report("node-1", toB(Map.of(ROUND_TRIP, nanos)));

    JsonArray spectrum =
        json("/api/v1/pair?source_zone=zone-a&destination_zone=zone-b")
            .getAsJsonObject("now")
            .getAsJsonArray("spectrum");

    double before = 0;
    for (JsonElement point : spectrum) {
      double quantile = point.getAsJsonArray().get(0).getAsDouble();
      double seconds = point.getAsJsonArray().get(1).getAsDouble();
      assertThat(seconds).isGreaterThanOrEqualTo(before);
      double expected = quantile(Math.max(quantile, 1e-9), nanos);
      assertThat(seconds).isEqualTo(expected, within(expected / 500));
      before = seconds;
    }
    assertThat(before).isEqualTo(quantile(1, nanos), within(before / 500));
  }

  @Test
  void filesOfHdrHistogramHoldTheSame() throws Exception {
    long[] nanos = someDurations(200);
    report("node-1", toB(Map.of(ROUND_TRIP, nanos)));
    String pair = "?source_zone=zone-a&destination_zone=zone-b";

    assertThat(get("/api/v1/pair.hgrm" + pair).body()).contains("Total count    =          200");
    byte[] log = get("/api/v1/pair.hlog" + pair).body().getBytes(StandardCharsets.UTF_8);
    EncodableHistogram read =
        new HistogramLogReader(new ByteArrayInputStream(log)).nextIntervalHistogram();
    double expected = quantile(0.5, nanos) * 1e9;
    assertThat((double) ((Histogram) read).getValueAtPercentile(50))
        .isEqualTo(expected, within(expected / 500));
  }

  @Test
  void targetsHaveTheirOwnersAndZones() throws Exception {
    Subject checkout =
        new Subject(
            "zone-c",
            "checkout",
            Protocol.HTTP,
            new Subject.Owner(Optional.of("payments"), Optional.of("checkout-api")));
    report(
        "node-1",
        interval(
            checkout, Map.of(slice(Phase.RESPONSE, SourceState.CALM), new long[] {3 * MILLI})));

    JsonObject target = json("/api/v1/targets").getAsJsonArray("targets").get(0).getAsJsonObject();

    assertThat(target.get("target").getAsString()).isEqualTo("checkout");
    assertThat(target.get("team").getAsString()).isEqualTo("payments");
    assertThat(
            target
                .getAsJsonArray("zones")
                .get(0)
                .getAsJsonObject()
                .get("source_zone")
                .getAsString())
        .isEqualTo("zone-a");
  }

  @Test
  void theSystemNamesWhoReportsAndSinceWhen() throws Exception {
    report("node-1", toB(Map.of(ROUND_TRIP, new long[] {1})));

    JsonObject system = json("/api/v1/system");

    JsonObject agent = system.getAsJsonArray("agents").get(0).getAsJsonObject();
    assertThat(agent.get("node").getAsString()).isEqualTo("node-1");
    assertThat(agent.get("reported").getAsString()).isEqualTo(NOW.toString());
    assertThat(agent.get("condition").isJsonNull()).as("not told").isTrue();
    assertThat(system.getAsJsonObject("store").get("persistent").getAsBoolean()).isFalse();
  }

  @Test
  void namesInCsvAreQuoted() throws Exception {
    Subject hostile = new Subject("=cmd|\"x\",y", Subject.PEER, Protocol.TCP, Subject.Owner.NONE);
    report("node-1", interval(hostile, Map.of(ROUND_TRIP, new long[] {1})));

    assertThat(get("/api/v1/matrix.csv").body().lines().toList())
        .hasSize(2)
        .element(1)
        .asString()
        .startsWith("\"zone-a\",\"'=cmd|\"\"x\"\",y\",1,,,,1,0,");
  }

  @ParameterizedTest
  @CsvSource({
    "window=5,window: not a length like 5m or 2h",
    "window=0m,window: is shorter than a minute",
    "window=30h,'window: longer than 1440m, as long as history is kept'",
    "until=yesterday,until: not a moment like 2026-11-22T12:00:00Z",
    "phase=x,phase: expected one of dns_lookup",
    "quantile=1,quantile: not above 0 and below 1",
    "quantile=NaN,quantile: not above 0 and below 1",
    "quantile=high,quantile: not a number",
    "colour=red,colour: no such parameter; there are baseline",
    "phase=total&phase=late,phase: is there 2 times",
  })
  void aWrongQuestionIsAnsweredWithWhatIsWrong(String question, String problem) throws Exception {
    HttpResponse<String> answer = get("/api/v1/matrix?" + question);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"problem\":\"" + problem);
  }

  @Test
  void aQueryThatCannotBeReadIsNotAnsweredAsIfItWereAnother() throws Exception {
    try (SlowReader asker = new SlowReader(collector.httpPort(), "/api/v1/matrix?phase=%zz", 1)) {
      assertThat(asker.rest(1_000)).contains("400 Bad Request", "the query cannot be read");
    }
  }
}
