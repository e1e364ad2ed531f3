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

  /// Takes over `counts`, whose shape must be ours, and their sum.
  ///
  /// @throws IllegalArgumentException if the shape is not ours, a duration is longer than 60 s, or
  ///   the counts cannot have that sum
  public static LatencyHistogram of(Histogram counts, long sumNanos) {
    if (counts.getLowestDiscernibleValue() != LOWEST_NANOS
        || counts.getHighestTrackableValue() != HIGHEST_NANOS
        || counts.getNumberOfSignificantValueDigits() != DIGITS) {
      throw new IllegalArgumentException("not a histogram of 1 µs to 60 s with 3 digits");
    }
    if (counts.getMaxValue() > counts.highestEquivalentValue(HIGHEST_NANOS)) {
      throw new IllegalArgumentException("duration of " + counts.getMaxValue() + " ns");
    }
    try {
      requirePossible(counts, sumNanos);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("durations of more than 292 years together", e);
    }
    return new LatencyHistogram(counts, sumNanos);
  }

  private static void requirePossible(Histogram counts, long sumNanos) {
    long least = 0;
    long most = 0;
    for (HistogramIterationValue cell : counts.recordedValues()) {
      long count = cell.getCountAddedInThisIterationStep();
      long nanos = cell.getValueIteratedTo();
      least += count * counts.lowestEquivalentValue(nanos); // cannot overflow before `most` does
      most = Math.addExact(most, Math.multiplyExact(count, counts.highestEquivalentValue(nanos)));
    }
    if (sumNanos < least || sumNanos > most) {
      throw new IllegalArgumentException(
          "sum " + sumNanos + " ns is not between " + least + " and " + most);
    }
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

  /// Takes one cell of a histogram.
  @FunctionalInterface
  public interface CellConsumer {
    void accept(long nanos, long count);
  }
}
