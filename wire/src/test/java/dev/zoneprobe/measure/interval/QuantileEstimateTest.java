// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantileEstimateTest {
  private static final double CONFIDENCE = 0.95;

  @ParameterizedTest
  @CsvSource({"0.5, 5", "0.9, 29", "0.99, 299", "0.999, 2995", "0.1, 29", "0.01, 299"})
  void needsAsManySamplesAsBothBoundsNeed(double quantile, int needed) {
    assertThat(QuantileEstimate.samplesNeeded(quantile)).isEqualTo(needed);
    assertThat(QuantileEstimate.of(ranked(needed), quantile)).isPresent();
    assertThat(QuantileEstimate.of(ranked(needed - 1), quantile)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, 99, Double.NaN})
  void refusesAQuantileThatIsNotBetween0And1(double quantile) {
    assertThatIllegalArgumentException().isThrownBy(() -> QuantileEstimate.samplesNeeded(quantile));
  }

  @Test
  void needsMoreSamplesThanThereEverAreNearTheEnds() {
    assertThat(QuantileEstimate.samplesNeeded(Double.MIN_NORMAL)).isEqualTo(Long.MAX_VALUE);
    assertThat(QuantileEstimate.samplesNeeded(Math.nextDown(1.0))).isGreaterThan(1L << 53);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 5",
    "0.5, 100",
    "0.5, 999",
    "0.9, 29",
    "0.9, 30",
    "0.9, 1000",
    "0.99, 299",
    "0.99, 1500"
  })
  void takesTheInnermostRanksThatTheBinomialSumsAllow(double quantile, int count) {
    QuantileEstimate estimate = QuantileEstimate.of(ranked(count), quantile).orElseThrow();
    int lower = rank(estimate.lowerNanos());
    int upper = rank(estimate.upperNanos());

    assertThat(atMost(lower - 1, count, quantile)).isLessThanOrEqualTo(1 - CONFIDENCE);
    assertThat(atMost(lower, count, quantile)).isGreaterThan(1 - CONFIDENCE);
    assertThat(atMost(upper - 1, count, quantile)).isGreaterThanOrEqualTo(CONFIDENCE);
    assertThat(atMost(upper - 2, count, quantile)).isLessThan(CONFIDENCE);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 5, 3", "0.5, 100, 50", "0.55, 100, 55", "0.9, 30, 27", "0.07, 100, 7"})
  void estimatesTheSmallestDurationThatEnoughAreNotAbove(double quantile, int count, int rank) {
    QuantileEstimate estimate = QuantileEstimate.of(ranked(count), quantile).orElseThrow();

    assertThat(rank(estimate.estimateNanos())).isEqualTo(rank);
  }

  @Test
  void hasBoundsForMoreSamplesThanAnIntCounts() {
    LatencyHistogram histogram = ranked(1_500);
    for (int i = 0; i < 21; i++) {
      histogram.add(histogram.copy());
    }

    QuantileEstimate estimate = QuantileEstimate.of(histogram, 0.5).orElseThrow();

    assertThat(estimate.count()).isEqualTo(1_500L << 21).isGreaterThan(3_000_000_000L);
    assertThat(rank(estimate.lowerNanos())).isEqualTo(750);
    assertThat(rank(estimate.estimateNanos())).isEqualTo(750);
    assertThat(rank(estimate.upperNanos())).isEqualTo(751);
  }

  @Test
  void hasBoundsForEverySmallestNumberOfSamples() {
    for (int count = 5; count < 300; count += 5) {
      double quantile = Math.pow(1 - CONFIDENCE, 1.0 / count);

      Optional<QuantileEstimate> estimate = QuantileEstimate.of(ranked(count + 1), quantile);

      assertThat(estimate.orElseThrow().upperNanos()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 20", "0.9, 60", "0.99, 400"})
  void eachBoundHoldsInAtLeast94PercentOf2000Experiments(double quantile, int count) {
    SplittableRandom random = new SplittableRandom(20_260_101);
    double truth = 1e6 + quantile * 1e9;
    int lowerHolds = 0;
    int upperHolds = 0;

    for (int run = 0; run < 2_000; run++) {
      LatencyHistogram histogram = new LatencyHistogram();
      random.doubles(count).forEach(draw -> histogram.record((long) (1e6 + draw * 1e9)));
      QuantileEstimate estimate = QuantileEstimate.of(histogram, quantile).orElseThrow();
      lowerHolds += estimate.lowerNanos() <= truth ? 1 : 0;
      upperHolds += estimate.upperNanos() >= truth ? 1 : 0;
    }

    assertThat(lowerHolds).isGreaterThanOrEqualTo(1_880);
    assertThat(upperHolds).isGreaterThanOrEqualTo(1_880);
  }

  /// Durations of 1, 2, 3 … units of 512 ns, each in a cell of its own, so that ranks can be read.
  private static LatencyHistogram ranked(int count) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (int rank = 1; rank <= count; rank++) {
      histogram.record(rank * 512L);
    }
    return histogram;
  }

  private static int rank(long nanos) {
    return (int) (nanos / 512);
  }

  /// P(X ≤ k) of a binomial distribution, term by term.
  private static double atMost(int k, int trials, double probability) {
    double sum = 0;
    double logTerm = trials * Math.log1p(-probability);
    for (int i = 0; i <= k; i++) {
      sum += Math.exp(logTerm);
      logTerm += Math.log((trials - i) / (i + 1.0)) + Math.log(probability / (1 - probability));
    }
    return sum;
  }
}
