// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// A quantile with the bounds that its number of samples supports, in nanoseconds.
///
/// The bounds are order statistics: however the durations are distributed, the true quantile lies
/// above `lowerNanos` with 95 % confidence, and below `upperNanos` with 95 %. They follow from the
/// binomial distribution alone (Hahn and Meeker, Statistical Intervals, section 5.2), or from the
/// normal one that it is as good as when there are more samples than an `int` counts. All three
/// values have the 3 digits of their histogram.
public record QuantileEstimate(
    double quantile, long count, long lowerNanos, long estimateNanos, long upperNanos) {
  private static final double CONFIDENCE = 0.95;

  /// Between which durations, in ascending order, the quantile lies.
  private record Ranks(long lower, long upper) {}

  /// The `quantile` of everything that `histogram` holds; empty if it holds fewer samples than
  /// [#samplesNeeded(double)].
  public static Optional<QuantileEstimate> of(LatencyHistogram histogram, double quantile) {
    long count = histogram.count();
    if (count < samplesNeeded(quantile)) {
      return Optional.empty();
    }
    Ranks ranks =
        count > Integer.MAX_VALUE ? normal(count, quantile) : binomial((int) count, quantile);
    return Optional.of(
        new QuantileEstimate(
            quantile,
            count,
            histogram.nanosAtRank(Math.clamp(ranks.lower(), 1, count)),
            histogram.nanosAtQuantile(quantile),
            histogram.nanosAtRank(Math.clamp(ranks.upper(), 1, count))));
  }

  private static Ranks binomial(int count, double quantile) {
    BinomialDistribution below = BinomialDistribution.of(count, quantile);
    return new Ranks(
        below.inverseCumulativeProbability(1 - CONFIDENCE),
        below.inverseCumulativeProbability(CONFIDENCE) + 1L);
  }

  private static Ranks normal(long count, double quantile) {
    double mean = count * quantile;
    NormalDistribution below = NormalDistribution.of(mean, Math.sqrt(mean * (1 - quantile)));
    return new Ranks(
        (long) Math.floor(below.inverseCumulativeProbability(1 - CONFIDENCE)),
        (long) Math.ceil(below.inverseCumulativeProbability(CONFIDENCE)) + 1);
  }

  /// The fewest samples among which both bounds of `quantile` exist: 5 for the median, 29 for 0.9,
  /// 299 for 0.99, 2,995 for 0.999.
  public static long samplesNeeded(double quantile) {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("a quantile lies between 0 and 1, not at " + quantile);
    }
    double rarer = Math.min(quantile, 1 - quantile);
    return (long) Math.ceil(Math.log(1 - CONFIDENCE) / Math.log1p(-rarer));
  }
}
