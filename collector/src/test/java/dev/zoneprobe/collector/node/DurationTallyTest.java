// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTallyTest {
  private static final long SHORTEST_TOLD_WELL = 100_000;
  private static final double PERCENT = 1.7; // with the cells of the histogram that it came from

  private final DurationTally tally = new DurationTally();

  private static LatencyHistogram random(long seed, int durations) {
    SplittableRandom random = new SplittableRandom(seed);
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 0; i < durations; i++) {
      histogram.record((long) Math.exp(random.nextDouble(Math.log(1e5), Math.log(6e10))));
    }
    return histogram;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void tellsEveryRankWithinItsPromise(long seed) {
    LatencyHistogram exact = random(seed, 5_000);
    tally.add(exact);

    LatencyHistogram told = tally.durations();

    assertThat(told.count()).isEqualTo(exact.count());
    for (long rank = 1; rank <= exact.count(); rank++) {
      assertThat(exact.nanosAtRank(rank)).isGreaterThanOrEqualTo(SHORTEST_TOLD_WELL - 512);
      assertThat(told.nanosAtRank(rank))
          .isCloseTo(exact.nanosAtRank(rank), withinPercentage(PERCENT));
    }
  }

  @Test
  void tellsTheShortestAndTheLongestThatThereCanBe() {
    LatencyHistogram ends = new LatencyHistogram();
    ends.record(0);
    ends.record(LatencyHistogram.HIGHEST_NANOS);
    tally.add(ends);

    assertThat(tally.durations().nanosAtRank(1)).isLessThan(512);
    assertThat(tally.durations().nanosAtRank(2))
        .isCloseTo(LatencyHistogram.HIGHEST_NANOS, withinPercentage(PERCENT));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void unpacksWhatItPacked(long seed) {
    tally.add(random(seed, 3_000));
    LatencyHistogram before = tally.durations();

    byte[] packed = tally.packed();
    tally.clear();
    tally.add(packed);

    assertThat(tally.durations().counts()).isEqualTo(before.counts());
  }

  @Test
  void addsUp() {
    tally.add(random(1, 100));
    byte[] first = tally.packed();
    tally.clear();
    tally.add(random(2, 200));
    tally.add(first);

    LatencyHistogram all = random(1, 100);
    all.add(random(2, 200));
    DurationTally together = new DurationTally();
    together.add(all);
    assertThat(tally.durations().counts()).isEqualTo(together.durations().counts());
    assertThat(tally.durations().count()).isEqualTo(300);
  }

  @Test
  void packsNothingIntoNothing() {
    assertThat(tally.packed()).isEmpty();
    assertThat(tally.durations().count()).isZero();
  }

  @Test
  void aSumThatIsTooLargeStaysTheLargest() {
    LatencyHistogram.Builder many = new LatencyHistogram.Builder(1);
    many.add(LatencyHistogram.cell(59_000_000_000L), 300_000_000);
    tally.add(many.withSumOfMiddles());

    assertThat(tally.durations().sumNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void packsCountsOfAnySize() {
    LatencyHistogram.Builder many = new LatencyHistogram.Builder(1);
    many.add(0, 1L << 40);
    tally.add(many.withSum(0));
    byte[] packed = tally.packed();
    tally.add(packed);

    assertThat(tally.durations().count()).isEqualTo(1L << 41);
  }
}
