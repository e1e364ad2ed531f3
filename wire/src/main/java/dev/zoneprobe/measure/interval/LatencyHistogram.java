// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import org.HdrHistogram.Histogram;

/// Durations of one series: the recorded cells of an HdrHistogram of nanoseconds, and their exact
/// sum.
///
/// Every histogram of zoneprobe has the same shape, 1 µs to 60 s with 3 significant digits, so any
/// two can be added without loss. A longer duration is counted, and summed, as 60 s. Of the 18,432
/// cells of that shape an interval fills a few dozen, and only those are kept: to add and to read
/// costs what was recorded, not what could have been. Not thread-safe, not even for readers alone.
public final class LatencyHistogram {
  /// Shortest duration that is told apart from zero.
  public static final long LOWEST_NANOS = 1_000;

  /// Longest duration that is told apart from longer ones.
  public static final long HIGHEST_NANOS = 60_000_000_000L;

  /// Significant decimal digits.
  public static final int DIGITS = 3;

  /// How many cells there are: 2,048 that are 512 ns wide, then 1,024 for each of 16 doublings.
  public static final int CELLS = 18 * 1_024;

  private static final int FEW_CELLS = 8;

  /// Objects and headers, without what is in the arrays.
  private static final long EMPTY_BYTES = 104;

  private static final int LAST_CELL = cell(HIGHEST_NANOS);

  private final SparseCells cells;
  private long count;
  private long sumNanos;

  /// The number of the cell that `nanos` falls into, counted from the shortest durations on.
  ///
  /// @param nanos from 0 to [#HIGHEST_NANOS]
  public static int cell(long nanos) {
    int doublings = Math.max(0, 44 - Long.numberOfLeadingZeros(nanos));
    return (int) (nanos >>> (9 + doublings)) + 1_024 * doublings;
  }

  /// The shortest duration in cell number `cell`.
  public static long shortestNanos(int cell) {
    int doublings = Math.max(0, cell / 1_024 - 1);
    return (cell - 1_024L * doublings) << (9 + doublings);
  }

  /// A duration in the middle of cell number `cell`.
  public static long middleNanos(int cell) {
    return shortestNanos(cell) / 2 + shortestNanos(cell + 1) / 2;
  }

  private static long longestNanos(int cell) {
    return shortestNanos(cell + 1) - 1;
  }

  /// Creates an empty histogram.
  public LatencyHistogram() {
    this(FEW_CELLS);
  }

  private LatencyHistogram(int room) {
    cells = new SparseCells(room);
  }

  /// Counts one duration.
  ///
  /// @throws IllegalArgumentException if it is negative
  public void record(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("negative duration: " + nanos);
    }
    long counted = Math.min(nanos, HIGHEST_NANOS);
    count(cell(counted), 1);
    sumNanos += counted;
  }

  private void count(int cell, long durations) {
    cells.add(cell, durations);
    count += durations;
  }

  /// Adds everything that `other` holds. A sum of more than 292 years stays there.
  public void add(LatencyHistogram other) {
    sumNanos = saturated(sumNanos, other.sumNanos);
    count += other.count;
    cells.add(other.cells);
  }

  private static long saturated(long a, long b) {
    return Long.MAX_VALUE - a < b ? Long.MAX_VALUE : a + b;
  }

  /// How many durations were counted.
  public long count() {
    return count;
  }

  /// The exact sum of all durations, in nanoseconds.
  public long sumNanos() {
    return sumNanos;
  }

  /// About how many bytes of memory it takes. Only adding and recording changes that.
  public long bytes() {
    return EMPTY_BYTES + cells.bytes();
  }

  /// The longest duration, within 3 digits; 0 if there is none.
  public long maxNanos() {
    int used = cells.size();
    return used == 0 ? 0 : longestNanos(cells.cell(used - 1));
  }

  /// The duration of the `rank`-th fastest attempt, within 3 digits.
  ///
  /// @param rank from 1 to [#count()]
  public long nanosAtRank(long rank) {
    if (rank < 1 || rank > count()) {
      throw new IllegalArgumentException("rank " + rank + " of " + count() + " durations");
    }
    int place = cells.size() - 1;
    for (long from = count - cells.count(place); from >= rank; from -= cells.count(place)) {
      place--;
    }
    return middleNanos(cells.cell(place));
  }

  /// The shortest duration that `quantile` of all attempts did not exceed, within 3 digits; that of
  /// the fastest for 0.
  ///
  /// @param quantile from 0 to 1
  /// @throws IllegalArgumentException if it is not, or there is no duration
  public long nanosAtQuantile(double quantile) {
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new IllegalArgumentException("a quantile lies between 0 and 1, not at " + quantile);
    }
    long rank = (long) Math.ceil(Math.nextDown(quantile) * count); // 0.55 × 100 is above 55
    return nanosAtRank(Math.max(rank, 1));
  }

  /// Calls `cell` with the number of each recorded cell and its count, in ascending order.
  public void forEachCell(CellConsumer cell) {
    int used = cells.size();
    for (int i = 0; i < used; i++) {
      cell.accept(cells.cell(i), cells.count(i));
    }
  }

  /// The same durations as an HdrHistogram, for encoders and plotters; the caller owns it.
  public Histogram counts() {
    Histogram counts = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
    forEachCell((cell, durations) -> counts.recordValueWithCount(shortestNanos(cell), durations));
    return counts;
  }

  /// An independent copy.
  public LatencyHistogram copy() {
    LatencyHistogram copy = new LatencyHistogram();
    copy.add(this);
    return copy;
  }

  /// Puts a histogram together, cell by cell. Not thread-safe, and to be used once.
  public static final class Builder {
    private final LatencyHistogram built;
    private long leastNanos;
    private long mostNanos;

    /// @param cells how many are to be expected
    public Builder(int cells) {
      built = new LatencyHistogram(Math.clamp(cells, FEW_CELLS, CELLS));
    }

    /// Adds `count` durations to cell number `cell`.
    ///
    /// @throws IllegalArgumentException if durations from 0 to 60 s have no such cell, or `count`
    ///   is below 1
    public void add(int cell, long count) {
      if (cell < 0 || cell > LAST_CELL || count < 1) {
        throw new IllegalArgumentException(count + " durations in cell " + cell);
      }
      built.count(cell, count);
      leastNanos = saturated(leastNanos, product(count, shortestNanos(cell)));
      mostNanos = saturated(mostNanos, product(count, longestNanos(cell)));
    }

    private static long product(long count, long nanos) {
      long product = count * nanos;
      return Math.multiplyHigh(count, nanos) == 0 && product >= 0 ? product : Long.MAX_VALUE;
    }

    /// The histogram, as if each duration were the middle one of its cell. A sum of more than 292
    /// years stays there.
    public LatencyHistogram withSumOfMiddles() {
      built.forEachCell((cell, count) ->
          built.sumNanos = saturated(built.sumNanos, product(count, middleNanos(cell))));
      return built;
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
    void accept(int cell, long count);
  }
}
