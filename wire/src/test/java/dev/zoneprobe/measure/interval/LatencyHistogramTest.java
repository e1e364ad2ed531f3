// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({"0, 1", "0.001, 1", "0.07, 7", "0.5, 50", "0.55, 55", "0.551, 56", "1, 100"})
  void findsTheShortestDurationThatEnoughDidNotExceed(double quantile, int rank) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (int i = 1; i <= 100; i++) {
      histogram.record(i * 512L);
    }

    assertThat(histogram.nanosAtQuantile(quantile)).isEqualTo(histogram.nanosAtRank(rank));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesAQuantileThatIsNotBetween0And1(double quantile) {
    assertThatIllegalArgumentException().isThrownBy(() -> of(1).nanosAtQuantile(quantile));
  }

  @Test
  void visitsEachCellOnceInAscendingOrder() {
    LatencyHistogram histogram = random(1, 1_000);
    long[] seen = {-1, 0};

    histogram.forEachCell((cell, count) -> {
      assertThat((long) cell).isGreaterThan(seen[0]);
      seen[0] = cell;
      seen[1] += count;
    });

    assertThat(seen[1]).isEqualTo(1_000);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 9", "9, 0", "1, 1", "3, 9000", "9000, 3", "500, 500", "9000, 9000"})
  void addsUpCellByCell(int here, int there) {
    for (long seed = 1; seed <= 20; seed++) {
      LatencyHistogram sum = random(seed, here);
      LatencyHistogram more = random(-seed, there);
      NavigableMap<Integer, Long> expected = cells(sum);
      cells(more).forEach((cell, count) -> expected.merge(cell, count, Long::sum));
      long nanos = sum.sumNanos() + more.sumNanos();

      sum.add(more);

      assertThat(cells(sum)).isEqualTo(expected);
      assertThat(sum.count()).isEqualTo(here + there);
      assertThat(sum.sumNanos()).isEqualTo(nanos);
      assertThat(cells(more)).isEqualTo(cells(random(-seed, there)));
    }
  }

  @Test
  void addsUpMoreThanItHasSeenBefore() {
    LatencyHistogram sum = new LatencyHistogram();
    NavigableMap<Integer, Long> expected = new TreeMap<>();
    for (long seed = 1; seed <= 300; seed++) {
      LatencyHistogram more = random(seed, 60);
      cells(more).forEach((cell, count) -> expected.merge(cell, count, Long::sum));

      sum.add(more);
      if (seed % 100 == 0) {
        sum.record(5_000);
        expected.merge(LatencyHistogram.cell(5_000), 1L, Long::sum);
        assertThat(cells(sum)).isEqualTo(expected);
      }
    }
    assertThat(sum.count()).isEqualTo(300 * 60 + 3);
  }

  @ParameterizedTest
  @CsvSource({"1, 2147483647", "1, 2147483648", "50, 3000000000", "3000, 3000000000"})
  void addsUpCountsOfBillions(int cellsInUse, long count) {
    LatencyHistogram few = every(2, cellsInUse, 1);
    LatencyHistogram many = every(3, cellsInUse, count);
    LatencyHistogram fewAndMany = few.copy();
    fewAndMany.add(many);
    LatencyHistogram manyAndFew = many.copy();
    manyAndFew.add(few);
    NavigableMap<Integer, Long> expected = cells(few);
    cells(many).forEach((cell, more) -> expected.merge(cell, more, Long::sum));

    assertThat(cells(fewAndMany)).isEqualTo(expected);
    assertThat(cells(manyAndFew)).isEqualTo(expected);
    assertThat(fewAndMany.count()).isEqualTo(2L * cellsInUse - 1 + count);
  }

  /// Every so many cells in use, with one duration in each but the first.
  private static LatencyHistogram every(int nth, int cellsInUse, long inTheFirst) {
    LatencyHistogram.Builder built = new LatencyHistogram.Builder(cellsInUse);
    built.add(nth, inTheFirst);
    long nanos = inTheFirst * LatencyHistogram.middleNanos(nth);
    for (int i = 2; i <= cellsInUse; i++) {
      built.add(nth * i, 1);
      nanos += LatencyHistogram.middleNanos(nth * i);
    }
    return built.withSum(nanos);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 9_000})
  void canBeAddedToItself(int count) {
    LatencyHistogram twice = random(5, count);
    Histogram expected = twice.counts();
    expected.add(twice.counts());

    twice.add(twice);

    assertThat(twice.counts()).isEqualTo(expected);
    assertThat(twice.count()).isEqualTo(2L * count);
  }

  @Test
  void knowsTheCellsOfHdrHistogram() {
    Histogram shape =
        new Histogram(LatencyHistogram.LOWEST_NANOS, HIGHEST, LatencyHistogram.DIGITS);

    for (int cell = 0; cell <= LatencyHistogram.cell(HIGHEST); cell++) {
      long shortest = LatencyHistogram.shortestNanos(cell);
      assertThat(shape.lowestEquivalentValue(shortest)).isEqualTo(shortest);
      assertThat(LatencyHistogram.cell(shape.highestEquivalentValue(shortest))).isEqualTo(cell);
      assertThat(LatencyHistogram.middleNanos(cell))
          .isEqualTo(shape.medianEquivalentValue(shortest));
    }
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
  void keepsASumOfMoreThan292YearsThere() {
    LatencyHistogram half = sized(Long.MAX_VALUE / HIGHEST);

    half.add(half.copy());

    assertThat(half.count()).isEqualTo(2 * (Long.MAX_VALUE / HIGHEST));
    assertThat(half.sumNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void buildsWhatWasRecorded() {
    LatencyHistogram original = random(3, 100);
    LatencyHistogram.Builder builder = new LatencyHistogram.Builder(1);

    original.forEachCell(builder::add);
    LatencyHistogram built = builder.withSum(original.sumNanos());

    assertThat(built.counts()).isEqualTo(original.counts());
    assertThat(built.sumNanos()).isEqualTo(original.sumNanos());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 999_935, 1_000_448, Long.MAX_VALUE})
  void refusesASumThatTheDurationsCannotHave(long sumNanos) {
    LatencyHistogram.Builder builder = new LatencyHistogram.Builder(1);
    builder.add(LatencyHistogram.cell(1_000_000), 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.withSum(sumNanos))
        .withMessageContaining("is not between 999936 and 1000447");
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "18432, 1", "1000, 0", "1000, -1"})
  void refusesACellThatCannotBe(int cell, long count) {
    LatencyHistogram.Builder builder = new LatencyHistogram.Builder(1);

    assertThatIllegalArgumentException().isThrownBy(() -> builder.add(cell, count));
  }

  @Test
  void buildsAHistogramOfMoreThan292Years() {
    LatencyHistogram.Builder builder = new LatencyHistogram.Builder(1);
    builder.add(LatencyHistogram.cell(HIGHEST), 100_000_000);
    builder.add(LatencyHistogram.cell(HIGHEST), 100_000_000);

    assertThat(builder.withSum(Long.MAX_VALUE).count()).isEqualTo(200_000_000);
  }

  private static LatencyHistogram of(long... durations) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long nanos : durations) {
      histogram.record(nanos);
    }
    return histogram;
  }

  private static NavigableMap<Integer, Long> cells(LatencyHistogram histogram) {
    NavigableMap<Integer, Long> cells = new TreeMap<>();
    histogram.forEachCell(cells::put);
    return cells;
  }

  private static LatencyHistogram random(long seed, int count) {
    RandomAttempts attempts = new RandomAttempts(seed);
    return of(new SplittableRandom(seed).longs(count).map(_ -> attempts.nanos()).toArray());
  }

  private static LatencyHistogram sized(long count) {
    LatencyHistogram.Builder builder = new LatencyHistogram.Builder(1);
    builder.add(LatencyHistogram.cell(50_000_000_000L), count);
    return builder.withSum(50_000_000_000L * count);
  }
}
