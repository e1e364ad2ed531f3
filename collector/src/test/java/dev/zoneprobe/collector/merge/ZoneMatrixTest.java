// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.PEER_IN_B;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.interval;
import static dev.zoneprobe.collector.Snapshots.merge;
import static dev.zoneprobe.collector.Snapshots.slice;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.merge.ZoneMatrix.OwnerReport;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneMatrixTest {
  private static final long MILLI = 1_000_000;
  private static final Subject.Owner PAYMENTS =
      new Subject.Owner(Optional.of("payments"), Optional.empty());

  private final SteppingClock clock = new SteppingClock(NOW);
  private final ZoneMatrix matrix = matrix();

  private ZoneMatrix matrix() {
    return new ZoneMatrix(
        new MergeSettings(Duration.ofMinutes(5), 6, List.of(0.001, 0.01, 0.1)), clock);
  }

  private static RouteTotals.Series totalOf(ZoneMatrix matrix) {
    return Objects.requireNonNull(matrix.totals().getFirst().series().get(TOTAL));
  }

  @Test
  void addsUpWhatTheNodesOfAZoneSaw() {
    merge(matrix, snapshot("node-1", span(1, 1), succeeded(2 * MILLI, 3 * MILLI)));
    merge(matrix, snapshot("node-2", span(1, 1), succeeded(5 * MILLI)));

    assertThat(matrix.totals()).hasSize(1);
    assertThat(matrix.totals().getFirst().counts().successes()).isEqualTo(3);
    assertThat(totalOf(matrix).count()).isEqualTo(3);
    assertThat(totalOf(matrix).sumNanos()).isEqualTo(10 * MILLI);
  }

  @Test
  void countsEachDurationInOneClassicBucket() {
    merge(
        matrix,
        snapshot("node-1", span(1, 1), succeeded(MILLI / 2, 5 * MILLI, 6 * MILLI, 2_000 * MILLI)));

    RouteTotals.Series series = totalOf(matrix);

    assertThat(series.classicBuckets().counts()).containsExactly(1, 2, 0, 1);
  }

  @Test
  void countsADurationOfExactlyABoundAsAtMostThatBound() {
    long[] bounds = {MILLI, 10 * MILLI, 100 * MILLI};
    long[] justAbove = {1_001 * MILLI / 1_000, 10_010 * MILLI / 1_000, 100_100 * MILLI / 1_000};

    merge(matrix, snapshot("node-1", span(1, 1), succeeded(bounds)));
    assertThat(totalOf(matrix).classicBuckets().counts()).containsExactly(1, 1, 1, 0);

    merge(matrix, snapshot("node-1", span(2, 2), succeeded(justAbove)));
    assertThat(totalOf(matrix).classicBuckets().counts()).containsExactly(1, 2, 2, 1);
  }

  @Test
  void countsEachDurationInOneNativeBucket() {
    merge(matrix, snapshot("node-1", span(1, 1), succeeded(3 * MILLI, 3 * MILLI, 700 * MILLI)));

    List<Integer> indexes = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    totalOf(matrix)
        .nativeBuckets()
        .forEach((index, count) -> {
          indexes.add(index);
          counts.add(count);
        });

    // ceil(log2(0.003) × 64) and ceil(log2(0.7) × 64)
    assertThat(indexes).containsExactly(-536, -32);
    assertThat(counts).containsExactly(2L, 1L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void doesNotCareInWhichOrderSnapshotsCome(long seed) {
    var random = new Random(seed);
    List<IntervalSnapshot> snapshots = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      snapshots.add(randomSnapshot(random, i));
    }
    ZoneMatrix other = matrix();

    snapshots.forEach(snapshot -> merge(matrix, snapshot));
    Collections.shuffle(snapshots, random);
    snapshots.forEach(snapshot -> merge(other, snapshot));

    assertThat(other.totals()).usingRecursiveComparison().isEqualTo(matrix.totals());
    assertThat(windowCounts(other)).isEqualTo(windowCounts(matrix)).isPositive();
  }

  private static IntervalSnapshot randomSnapshot(Random random, int sequence) {
    Subject subject =
        new Subject("zone-" + random.nextInt(3), Subject.PEER, Protocol.HTTP, Subject.Owner.NONE);
    SourceState state = oneOf(random, SourceState.values());
    Outcome.Kind outcome = oneOf(random, Outcome.Kind.values());
    long[] nanos = random.longs(20, 1_000, 3_000 * MILLI).toArray();
    return snapshot(
        "node-" + random.nextInt(3),
        span(sequence, sequence),
        interval(subject, slice(outcome, state), nanos));
  }

  private static <T> T oneOf(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static long windowCounts(ZoneMatrix matrix) {
    return matrix.recent().stream().mapToLong(recent -> recent.durations().count()).sum();
  }

  @Test
  void forgetsDurationsOlderThanTheWindowAndKeepsTheirSums() {
    merge(matrix, snapshot("node-1", span(1, 1), succeeded(MILLI)));

    clock.advance(Duration.ofMinutes(4));
    long inTheWindow = windowCounts(matrix);
    clock.advance(Duration.ofMinutes(1));
    long afterIt = windowCounts(matrix);

    assertThat(inTheWindow).isEqualTo(1);
    assertThat(afterIt).isZero();
    assertThat(totalOf(matrix).count()).isEqualTo(1);
  }

  @Test
  void addsASnapshotThatIsOlderThanTheWindowToTheSumsOnly() {
    clock.advance(Duration.ofMinutes(6));

    merge(matrix, snapshot("node-1", span(1, 1), succeeded(MILLI)));

    assertThat(windowCounts(matrix)).isZero();
    assertThat(matrix.beyondWindow()).isEqualTo(1);
    assertThat(totalOf(matrix).count()).isEqualTo(1);
  }

  @Test
  void takesASnapshotFromTheFutureForOneOfNow() {
    clock.advance(Duration.ofDays(-1));

    merge(matrix, snapshot("node-1", span(1, 1), succeeded(MILLI)));

    assertThat(windowCounts(matrix)).isEqualTo(1);
    NodeExemplar exemplar = totalOf(matrix).exemplars().getFirst();
    assertThat(exemplar.exemplar().at()).isEqualTo(clock.instant());
  }

  @Test
  void leavesStalledAttemptsOutOfTheWindow() {
    Slice stalled = slice(Outcome.Kind.SUCCESS, SourceState.STALLED);
    Slice failed = slice(Outcome.Kind.FAILURE, SourceState.BUSY);

    merge(
        matrix,
        snapshot(
            "node-1",
            span(1, 1),
            interval(PEER_IN_B, stalled, MILLI).plus(interval(PEER_IN_B, failed, MILLI, MILLI))));

    assertThat(windowCounts(matrix)).isEqualTo(2);
    assertThat(matrix.totals().getFirst().counts().ended()).isEqualTo(3);
  }

  @Test
  void forgetsARouteAndItsOwnerAndBeginsItFromZero() {
    Subject owned = new Subject("external", "checkout", Protocol.HTTP, PAYMENTS);
    merge(matrix, snapshot("node-1", span(1, 1), succeeded(MILLI), interval(owned, TOTAL, MILLI)));
    assertThat(matrix.presentOwners()).containsValue(PAYMENTS);

    matrix.forget(Set.of(Route.of("zone-a", owned)));

    assertThat(matrix.totals())
        .extracting(RouteTotals::route)
        .containsExactly(Route.of("zone-a", PEER_IN_B));
    assertThat(matrix.owners()).containsOnlyKeys(new Owned(Subject.PEER, Protocol.TCP));
    merge(matrix, snapshot("node-1", span(3, 3), interval(owned, TOTAL, MILLI)));
    assertThat(matrix.totals())
        .extracting(totals -> totals.counts().ended())
        .containsExactly(1L, 1L);
  }

  @Test
  void holdsASumThatExceedsALong() {
    long[] longest = LongStream.generate(() -> 60_000 * MILLI).limit(1_000).toArray();
    IntervalSnapshot slow = snapshot("node-1", span(1, 1), succeeded(longest));
    IntervalSnapshot slower = slow;
    for (int i = 0; i < 18; i++) {
      slower =
          new IntervalSnapshot(
              slow.source(),
              slow.span(),
              List.of(slower.subjects().getFirst().plus(slower.subjects().getFirst())));
    }

    merge(matrix, slower);
    merge(matrix, slower);

    assertThat(totalOf(matrix).sumNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void keepsTheNewestExemplarOfEachClassicBucket() {
    SubjectInterval slow = interval(PEER_IN_B, TOTAL, 50 * MILLI);

    merge(matrix, snapshot("node-1", span(1, 1), succeeded(2 * MILLI)));
    merge(matrix, snapshot("node-1", span(2, 2), succeeded(3 * MILLI)));
    merge(matrix, snapshot("node-2", span(1, 1), slow));

    assertThat(totalOf(matrix).exemplars())
        .extracting(exemplar -> exemplar.exemplar().nanos())
        .containsExactly(3 * MILLI, 50 * MILLI);
  }

  @Test
  void knowsTheOwnerThatWasReportedLastAndWhen() {
    Subject subject = new Subject("external", "checkout", Protocol.HTTP, PAYMENTS);
    matrix.note(snapshot("node-1", span(1, 1), interval(subject, TOTAL, MILLI)));
    clock.advance(Duration.ofMinutes(1));
    matrix.note(snapshot("node-1", span(2, 2), interval(subject, TOTAL, MILLI)));

    assertThat(matrix.owners())
        .isEqualTo(
            Map.of(
                new Owned("checkout", Protocol.HTTP),
                new OwnerReport(PAYMENTS, NOW.plusSeconds(60))));
  }

  @Test
  void sumsOfAStoreSayNothingOfOwners() {
    matrix.add("zone-a", List.of(succeeded(MILLI)), NOW);

    assertThat(matrix.owners()).isEmpty();
  }
}
