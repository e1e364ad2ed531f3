// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LatencyHistogramTest {
  private static final long HIGHEST = LatencyHistogram.HIGHEST_NANOS;

  @Test
  void countsADurationAbove60SecondsAs60Seconds() {
    LatencyHistogram histogram = of(HIGHEST + 1, Long.MAX_VALUE);

    assertThat(histogram.count()).isEqualTo(2);
    assertThat(histogram.sumNanos()).isEqualTo(2 * HIGHEST);
    assertThat((double) histogram.maxNanos()).isCloseTo(60e9, within(60e6));
  }

  @Test
  void countsZero() {
    LatencyHistogram histogram = of(0);

    assertThat(histogram.count()).isEqualTo(1);
    assertThat(histogram.sumNanos()).isZero();
    assertThat(histogram.nanosAtRank(1)).isLessThan(LatencyHistogram.LOWEST_NANOS);
  }

  @Test
  void refusesANegativeDuration() {
    LatencyHistogram histogram = new LatencyHistogram();

    assertThatIllegalArgumentException().isThrownBy(() -> histogram.record(-1));
    assertThat(histogram.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void findsTheSameRanksAsHdrHistogram(long seed) {
    LatencyHistogram histogram = random(seed, 500);
    Histogram counts = histogram.counts();

    for (long rank = 1; rank <= 500; rank++) {
      long theirs = counts.getValueAtPercentile(100.0 * rank / 500);

      assertThat(counts.valuesAreEquivalent(histogram.nanosAtRank(rank), theirs))
          .as("rank %d", rank)
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4})
  void refusesARankThatNoDurationHas(long rank) {
    LatencyHistogram histogram = of(1, 2, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> histogram.nanosAtRank(rank))
        .withMessage("rank %d of 3 durations", rank);
  }

  @Test
  void visitsEachCellOnceInAscendingOrder() {
    LatencyHistogram histogram = random(1, 1_000);
    long[] seen = {-1, 0};

    histogram.forEachCell((nanos, count) -> {
      assertThat(nanos).isGreaterThan(seen[0]);
      seen[0] = nanos;
      seen[1] += count;
    });

    assertThat(seen[1]).isEqualTo(1_000);
  }

  @Test
  void aCopyIsIndependent() {
    LatencyHistogram original = of(5_000);
    LatencyHistogram copy = original.copy();

    copy.record(7_000);

    assertThat(original.count()).isEqualTo(1);
    assertThat(original.sumNanos()).isEqualTo(5_000);
  }

  @Test
  void addsNothingWhenTheSumWouldOverflow() {
    LatencyHistogram half = sized(Long.MAX_VALUE / HIGHEST);

    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> half.add(half.copy()));
    assertThat(half.count()).isEqualTo(Long.MAX_VALUE / HIGHEST);
  }

  @Test
  void takesOverCountsWithASumThatTheyCanHave() {
    LatencyHistogram original = random(3, 100);

    LatencyHistogram taken = LatencyHistogram.of(original.counts(), original.sumNanos());

    assertThat(taken.count()).isEqualTo(100);
    assertThat(taken.sumNanos()).isEqualTo(original.sumNanos());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 999_423, 1_000_448, Long.MAX_VALUE})
  void refusesASumThatTheCountsCannotHave(long sumNanos) {
    Histogram oneMillisecond = of(1_000_000).counts();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatencyHistogram.of(oneMillisecond, sumNanos))
        .withMessageContaining("is not between");
  }

  @Test
  void refusesAnotherShape() {
    Histogram twoDigits = new Histogram(LatencyHistogram.LOWEST_NANOS, HIGHEST, 2);

    assertThatIllegalArgumentException().isThrownBy(() -> LatencyHistogram.of(twoDigits, 0));
  }

  @Test
  void refusesADurationBetween60SecondsAndTheEndOfTheCells() {
    Histogram counts = new Histogram(LatencyHistogram.LOWEST_NANOS, HIGHEST, 3);
    counts.recordValue(65_000_000_000L);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatencyHistogram.of(counts, 65_000_000_000L));
  }

  @Test
  void refusesCountsWhoseSumOverflows() {
    Histogram counts = new Histogram(LatencyHistogram.LOWEST_NANOS, HIGHEST, 3);
    counts.recordValueWithCount(HIGHEST, Long.MAX_VALUE / 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatencyHistogram.of(counts, Long.MAX_VALUE))
        .withMessageContaining("292 years");
  }

  private static LatencyHistogram of(long... durations) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long nanos : durations) {
      histogram.record(nanos);
    }
    return histogram;
  }

  private static LatencyHistogram random(long seed, int count) {
    RandomAttempts attempts = new RandomAttempts(seed);
    return of(new SplittableRandom(seed).longs(count).map(_ -> attempts.nanos()).toArray());
  }

  private static LatencyHistogram sized(long count) {
    Histogram counts = new Histogram(LatencyHistogram.LOWEST_NANOS, HIGHEST, 3);
    counts.recordValueWithCount(HIGHEST - 20_000_000, count);
    return LatencyHistogram.of(counts, count * (HIGHEST - 20_000_000));
  }
}
