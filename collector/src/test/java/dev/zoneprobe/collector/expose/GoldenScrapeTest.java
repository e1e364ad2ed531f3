// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.PEER_IN_B;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.interval;
import static dev.zoneprobe.collector.Snapshots.merge;
import static dev.zoneprobe.collector.Snapshots.slice;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.merge.MergeSettings;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `scrape.txt` is the specification of what the zones look like to Prometheus, in OpenMetrics text
/// because only that shows exemplars.
class GoldenScrapeTest {
  private static final Topology TOPOLOGY =
      new Topology(
          List.of(peer("node-a1", "zone-a"), peer("node-b", "zone-b")),
          List.of(),
          Map.of(
              "node-b",
              new HostFacts(
                  Optional.of("zone-b"),
                  Optional.of("region-1"),
                  Optional.of("large"),
                  Optional.of("6.1.0"),
                  Optional.of(3.92),
                  Optional.of(16_000_000_000L))));

  private static final Subject HTTP_PEER_IN_B =
      new Subject("zone-b", Subject.PEER, Protocol.HTTP, Subject.Owner.NONE);

  private static final long MILLI = 1_000_000;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final SteppingClock clock = new SteppingClock(NOW);
  private final ZoneMatrix matrix =
      new ZoneMatrix(new MergeSettings(WINDOW, 6, List.of(0.0005, 0.001, 0.01, 0.1)), clock);

  @Test
  void exposesTheZonesAsSpecified() throws IOException {
    merge(matrix, snapshot("node-a1", span(1, 1), peerThatSucceeded().plus(peerThatFailed())));
    report(snapshot("node-a2", span(1, 1), ownedTarget()));

    assertThat(scrape()).isEqualTo(specification());
  }

  private void report(IntervalSnapshot snapshot) {
    matrix.add("zone-a", snapshot.subjects(), snapshot.span().to());
    matrix.note(snapshot);
  }

  /// Another collector, which the agents report to now, may know another owner.
  @Test
  void saysWhoLooksAfterATargetAsLongAsItIsReported() {
    report(snapshot("node-a2", span(1, 1), ownedTarget()));
    clock.advance(Duration.ofHours(2).minusSeconds(1));
    assertThat(scrape()).contains("zoneprobe_target_info{");

    clock.advance(Duration.ofSeconds(1));
    assertThat(scrape()).doesNotContain("zoneprobe_target_info{").contains("target=\"checkout");

    report(snapshot("node-a2", span(2, 2), ownedTarget()));
    assertThat(scrape()).contains("zoneprobe_target_info{");
  }

  /// An increase does not see the value that a series begins with, and rules need all of these.
  @Test
  void reasonsThatOutagesBeginWithAreCountedFromZeroOn() {
    merge(matrix, snapshot("node-a1", span(1, 1), interval(HTTP_PEER_IN_B, TOTAL, MILLI)));

    assertThat(
            scrape()
                .lines()
                .filter(line -> line.startsWith("zoneprobe_attempts_total"))
                .filter(line -> line.contains("outcome=\"failure\"") && line.endsWith("} 0.0"))
                .map(line -> line.replaceAll(".*reason=\"([a-z_]+)\".*", "$1")))
        .containsExactlyInAnyOrder(
            "connect_timeout",
            "connect_refused",
            "round_trip_timeout",
            "http_status",
            "peer_draining");
  }

  /// A failed `response` is its deadline, and the default ones of 1 s and 5 s are default bounds.
  @Test
  void whatFailedAtADeadlineThatIsABoundIsAtMostThatBound() {
    Slice failed =
        new Slice(Phase.RESPONSE, Connection.NEW, Outcome.Kind.FAILURE, SourceState.CALM);
    long[] deadlines = {1_000 * MILLI, 1_000 * MILLI, 5_000 * MILLI, 5_010 * MILLI};
    var deadlined =
        new ZoneMatrix(new MergeSettings(WINDOW, 6, List.of(0.5, 1.0, 2.5, 5.0, 10.0)), clock);
    merge(deadlined, snapshot("node-a1", span(1, 1), interval(PEER_IN_B, failed, deadlines)));

    assertThat(
            scrape(deadlined)
                .lines()
                .filter(line -> line.startsWith("zoneprobe_duration_seconds_bucket{"))
                .filter(line -> line.contains("outcome=\"failure\",phase=\"response\""))
                .filter(line -> line.contains("source_state=\"calm\""))
                .map(line -> line.replaceAll(".*(le=[^}]*)} (\\d+).*", "$1 $2")))
        .containsExactly(
            "le=\"0.5\" 0",
            "le=\"1.0\" 2",
            "le=\"2.5\" 2",
            "le=\"5.0\" 3",
            "le=\"10.0\" 4",
            "le=\"+Inf\" 4");
  }

  @Test
  void everyResponseIsCountedFromZeroOn() {
    Slice response =
        new Slice(Phase.RESPONSE, Connection.NEW, Outcome.Kind.SUCCESS, SourceState.CALM);
    merge(matrix, snapshot("node-a1", span(1, 1), interval(PEER_IN_B, response, MILLI)));

    assertThat(scrape().lines().filter(GoldenScrapeTest::isCountOfResponses))
        .hasSize(6)
        .filteredOn(line -> line.endsWith("} 0"))
        .hasSize(5)
        .contains(
            """
            zoneprobe_duration_seconds_count{connection="new",destination_zone="zone-b",\
            outcome="failure",phase="response",protocol="tcp",source_state="calm",\
            source_zone="zone-a",target="peer"} 0\
            """);
  }

  private static boolean isCountOfResponses(String line) {
    return line.startsWith("zoneprobe_duration_seconds_count") && line.contains("\"response\"");
  }

  /// Servers look at the first histogram of the family, and at whether it has samples or a
  /// threshold.
  @Test
  void histogramsWithoutSamplesAreNativeOnes() {
    Slice response =
        new Slice(Phase.RESPONSE, Connection.NEW, Outcome.Kind.SUCCESS, SourceState.CALM);
    merge(matrix, snapshot("node-a1", span(1, 1), interval(PEER_IN_B, response, MILLI)));
    String protobuf =
        ExpositionFormats.init()
            .getPrometheusProtobufWriter()
            .toDebugString(metrics(matrix).collect());

    assertThat(protobuf.split("zero_threshold: 2.9387", -1))
        .hasSameSizeAs(protobuf.split("histogram \\{", -1))
        .hasSize(7);
  }

  private String scrape() {
    return scrape(matrix);
  }

  private static String scrape(ZoneMatrix matrix) {
    return ExpositionFormats.init()
        .getOpenMetricsTextFormatWriter()
        .toDebugString(metrics(matrix).collect());
  }

  private static ZoneMetrics metrics(ZoneMatrix matrix) {
    return new ZoneMetrics(
        new ExposeSettings(WINDOW, List.of(0.5, 0.99)),
        matrix,
        () -> TOPOLOGY,
        () -> Map.of("zone-a", 2L),
        _ -> true);
  }

  private static SubjectInterval peerThatSucceeded() {
    SubjectInterval attempts =
        interval(
            PEER_IN_B, TOTAL, MILLI / 4, 2 * MILLI, 2 * MILLI, 3 * MILLI, 4 * MILLI, 20 * MILLI);
    Counts others =
        new Counts(0, Map.of(), Map.of(SkipReason.IN_FLIGHT_LIMIT, 3L), new Retransmits(2, 5));
    return new SubjectInterval(PEER_IN_B, attempts.counts().plus(others), attempts.series());
  }

  private static SubjectInterval peerThatFailed() {
    return interval(
        PEER_IN_B, slice(Outcome.Kind.FAILURE, SourceState.BUSY), 1_000 * MILLI, 1_000 * MILLI);
  }

  private static SubjectInterval ownedTarget() {
    Subject.Owner owner = new Subject.Owner(Optional.of("payments"), Optional.of("checkout"));
    Subject subject = new Subject("external", "checkout \"eu\"", Protocol.HTTP, owner);
    return interval(subject, TOTAL, 30 * MILLI);
  }

  private static Peer peer(String node, String zone) {
    return new Peer(node, zone, node + ".test", new Peer.Ports(8780, 8781, 8782));
  }

  private static String specification() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(GoldenScrapeTest.class.getResourceAsStream("/scrape.txt"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
