// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.PackedHistogram;

/// Durations of one series: a packed HdrHistogram of nanoseconds and their exact sum.
///
/// Every histogram of zoneprobe has the same shape, 1 µs to 60 s with 3 significant digits, so any
/// two can be added without loss. A longer duration is counted, and summed, as 60 s. Not
/// thread-safe.
public final class LatencyHistogram {
  /// Shortest duration that is told apart from zero.
  public static final long LOWEST_NANOS = 1_000;

  /// Longest duration that is told apart from longer ones.
  public static final long HIGHEST_NANOS = 60_000_000_000L;

  /// Significant decimal digits.
  public static final int DIGITS = 3;

  private final Histogram counts;
  private long sumNanos;

  /// Creates an empty histogram.
  public LatencyHistogram() {
    this(new PackedHistogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS), 0);
  }

  private LatencyHistogram(Histogram counts, long sumNanos) {
    this.counts = counts;
    this.sumNanos = sumNanos;
  }

  /// Counts one duration.
  ///
  /// @throws IllegalArgumentException if it is negative
  public void record(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("negative duration: " + nanos);
    }
    long counted = Math.min(nanos, HIGHEST_NANOS);
    counts.recordValue(counted);
    sumNanos += counted;
  }

  /// Adds everything that `other` holds.
  ///
  /// @throws ArithmeticException if the sum of all durations exceeds 292 years; nothing is added
  public void add(LatencyHistogram other) {
    long sum = Math.addExact(sumNanos, other.sumNanos);
    counts.add(other.counts);
    sumNanos = sum;
  }

  /// How many durations were counted.
  public long count() {
    return counts.getTotalCount();
  }

  /// The exact sum of all durations, in nanoseconds.
  public long sumNanos() {
    return sumNanos;
  }

  /// The longest duration, within 3 digits; 0 if there is none.
  public long maxNanos() {
    return counts.getMaxValue();
  }

  /// The duration of the `rank`-th fastest attempt, within 3 digits.
  ///
  /// @param rank from 1 to [#count()]
  public long nanosAtRank(long rank) {
    if (rank < 1 || rank > count()) {
      throw new IllegalArgumentException("rank " + rank + " of " + count() + " durations");
    }
    long before = 0;
    for (HistogramIterationValue cell : counts.recordedValues()) {
      before += cell.getCountAddedInThisIterationStep();
      if (before >= rank) {
        return counts.medianEquivalentValue(cell.getValueIteratedTo());
      }
    }
    throw new IllegalStateException("counts do not add up to " + count());
  }

  /// Calls `cell` with the middle of each recorded cell, in nanoseconds, and its count, in
  /// ascending order.
  public void forEachCell(CellConsumer cell) {
    for (HistogramIterationValue value : counts.recordedValues()) {
      cell.accept(
          counts.medianEquivalentValue(value.getValueIteratedTo()),
          value.getCountAddedInThisIterationStep());
    }
  }

  /// The HdrHistogram itself, for encoders and plotters: to be read, neither changed nor kept.
  public Histogram counts() {
    return counts;
  }

  /// An independent copy.
  public LatencyHistogram copy() {
    return new LatencyHistogram(counts.copy(), sumNanos);
  }

  /// Puts a histogram together, cell by cell. Not thread-safe, and to be used once.
  public static final class Builder {
    private final LatencyHistogram built = new LatencyHistogram();
    private long leastNanos;
    private long mostNanos;

    /// Adds `count` durations that are equivalent to `nanos`.
    ///
    /// @throws IllegalArgumentException if `nanos` is not between 0 and 60 s, `count` is below 1,
    ///   or the durations are 292 years or more together
    public void add(long nanos, long count) {
      if (nanos < 0 || nanos > HIGHEST_NANOS || count < 1) {
        throw new IllegalArgumentException(count + " durations of " + nanos + " ns");
      }
      long most = built.counts.highestEquivalentValue(nanos);
      if (count > (Long.MAX_VALUE - mostNanos) / most) {
        throw new IllegalArgumentException("durations of more than 292 years together");
      }
      built.counts.recordValueWithCount(nanos, count);
      leastNanos += count * built.counts.lowestEquivalentValue(nanos);
      mostNanos += count * most;
    }

    /// The histogram, once its exact sum is known.
    ///
    /// @throws IllegalArgumentException if the durations cannot have that sum
    public LatencyHistogram withSum(long sumNanos) {
      if (sumNanos < leastNanos || sumNanos > mostNanos) {
        throw new IllegalArgumentException(
            "sum " + sumNanos + " ns is not between " + leastNanos + " and " + mostNanos);
      }
      built.sumNanos = sumNanos;
      return built;
    }
  }

  /// Takes one cell of a histogram.
  @FunctionalInterface
  public interface CellConsumer {
    void accept(long nanos, long count);
  }
}
