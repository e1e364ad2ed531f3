// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.plausibility.Plausibility;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SnapshotPressTest {
  private static final Source SOURCE =
      Source.newBuilder().setNode("node-a").setZone("zone-1").setBootId("boot-1").build();
  private static final long FROM = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final List<String> ZONES =
      IntStream.rangeClosed(1, 9).mapToObj(zone -> "zone-" + zone).toList();

  private static final SnapshotPress PRESS =
      new SnapshotPress(Repertoire.of(ZONES, 200), 60, INTERVAL);

  @Test
  void aSnapshotHoldsAllSeriesWithAllSamples() throws Exception {
    IntervalSnapshot snapshot = decoded(PRESS.print(SOURCE, cut(7)));

    assertThat(snapshot.subjects().stream().mapToInt(one -> one.series().size()).sum())
        .isEqualTo(PRESS.content().series())
        .isEqualTo(200);
    assertThat(snapshot.subjects())
        .flatExtracting(one -> one.series().values())
        .allSatisfy(series -> assertThat(series.histogram().count()).isEqualTo(60));
  }

  @Test
  void aSnapshotSaysWhoseItIsAndWhatItFollows() throws Exception {
    SnapshotFrame frame = SnapshotFrame.parseFrom(PRESS.print(SOURCE, cut(7).following(5)));

    assertThat(frame.getSource()).isEqualTo(SOURCE);
    assertThat(frame.getLastSequence()).isEqualTo(7);
    assertThat(frame.getFollows()).isEqualTo(5);
  }

  @Test
  void everySnapshotOfEveryNodeTellsOfTwelvePeersAsAnHonestAgentCould() throws Exception {
    for (int node = 0; node < 20; node++) {
      Source source = SOURCE.toBuilder().setNode("node-" + node).build();
      for (int sequence = 1; sequence <= 20; sequence++) {
        IntervalSnapshot snapshot = decoded(PRESS.print(source, cut(sequence)));

        Plausibility.check(snapshot);
        assertThat(snapshot.peers()).hasSize(12);
        assertThat(snapshot.peers())
            .allSatisfy(peer -> assertThat(peer.roundTrips().count()).isPositive())
            .noneMatch(peer -> peer.node().equals(source.getNode()));
      }
    }
  }

  @Test
  void everyExemplarLeadsToAnAttemptOfItsInterval() throws Exception {
    for (SubjectInterval subject : decoded(PRESS.print(SOURCE, cut(7))).subjects()) {
      assertThat(subject.attempts())
          .extracting(Attempt::id)
          .containsAll(
              subject.series().values().stream()
                  .map(series -> series.exemplar().orElseThrow())
                  .map(Exemplar::attemptId)
                  .toList());
      assertThat(subject.attempts())
          .allSatisfy(attempt ->
              assertThat(attempt.circumstances().begun().toEpochMilli())
                  .isBetween(FROM, FROM + INTERVAL.toMillis()));
    }
  }

  @Test
  void aSnapshotThatIsPrintedAgainIsTheSame() {
    assertThat(PRESS.print(SOURCE, cut(7))).isEqualTo(PRESS.print(SOURCE, cut(7)));
  }

  @Test
  void twoSnapshotsHaveNoAttemptAndFewSumsInCommon() throws Exception {
    IntervalSnapshot one = decoded(PRESS.print(SOURCE, cut(7)));
    IntervalSnapshot other = decoded(PRESS.print(SOURCE, cut(8)));

    assertThat(ids(one)).isNotEmpty().doesNotContainAnyElementsOf(ids(other));
    assertThat(sums(one)).filteredOn(sums(other)::contains).hasSizeLessThan(50);
  }

  private static List<Long> ids(IntervalSnapshot snapshot) {
    return snapshot.subjects().stream()
        .flatMap(subject -> subject.attempts().stream())
        .map(Attempt::id)
        .toList();
  }

  private static List<Long> sums(IntervalSnapshot snapshot) {
    return snapshot.subjects().stream()
        .flatMap(subject -> subject.series().values().stream())
        .map(series -> series.histogram().sumNanos())
        .toList();
  }

  private static Cut cut(long sequence) {
    return new Cut(sequence, 0, FROM, FROM + INTERVAL.toMillis(), OptionalLong.empty());
  }

  private static IntervalSnapshot decoded(byte[] frame) throws Exception {
    return new SnapshotDecoder(FrameLimits.DEFAULT).decode(SnapshotFrame.parseFrom(frame));
  }
}
