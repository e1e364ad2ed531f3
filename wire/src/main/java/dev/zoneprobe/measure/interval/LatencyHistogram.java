// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/// Durations of one series: the recorded cells of an HdrHistogram of nanoseconds, and their exact
/// sum.
///
/// Every histogram of zoneprobe has the same shape, 1 µs to 60 s with 3 significant digits, so any
/// two can be added without loss. A longer duration is counted, and summed, as 60 s. Of the 18,432
/// cells of that shape an interval fills a few dozen, and only those are kept: to add and to read
/// costs what was recorded, not what could have been. Not thread-safe.
public final class LatencyHistogram {
  /// Shortest duration that is told apart from zero.
  public static final long LOWEST_NANOS = 1_000;

  /// Longest duration that is told apart from longer ones.
  public static final long HIGHEST_NANOS = 60_000_000_000L;

  /// Significant decimal digits.
  public static final int DIGITS = 3;

  /// How many cells there are: 2,048 that are 512 ns wide, then 1,024 for each of 16 doublings.
  public static final int CELLS = 18 * 1_024;

  private static final int LAST_CELL = cell(HIGHEST_NANOS);
  private static final int FIRST_ROOM = 8;

  /// The number of each recorded cell, in ascending order; the first `used` are in use.
  private int[] cells;

  private long[] cellCounts;
  private int used;
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
    this(FIRST_ROOM);
  }

  private LatencyHistogram(int room) {
    cells = new int[room];
    cellCounts = new long[room];
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
    boolean isLast = used == 0 || cells[used - 1] < cell;
    int found = isLast ? -used - 1 : Arrays.binarySearch(cells, 0, used, cell);
    if (found >= 0) {
      cellCounts[found] += durations;
    } else {
      insert(-found - 1, cell, durations);
    }
    count += durations;
  }

  private void insert(int at, int cell, long durations) {
    if (used == cells.length) {
      cells = Arrays.copyOf(cells, 2 * used);
      cellCounts = Arrays.copyOf(cellCounts, 2 * used);
    }
    System.arraycopy(cells, at, cells, at + 1, used - at);
    System.arraycopy(cellCounts, at, cellCounts, at + 1, used - at);
    cells[at] = cell;
    cellCounts[at] = durations;
    used++;
  }

  /// Adds everything that `other` holds. A sum of more than 292 years stays there.
  ///
  /// Costs a search for each of `other`'s cells; those of this one are moved only to make room.
  public void add(LatencyHistogram other) {
    long sum = saturated(sumNanos, other.sumNanos);
    long together = count + other.count;
    int missing = addToKnownCells(other);
    if (missing > 0) {
      makeRoom(used + missing);
      insertMissingCells(other, missing);
    }
    count = together;
    sumNanos = sum;
  }

  /// Returns how many cells of `other` are in use there and not here.
  private int addToKnownCells(LatencyHistogram other) {
    int missing = 0;
    int from = 0;
    for (int there = 0; there < other.used; there++) {
      int found = Arrays.binarySearch(cells, from, used, other.cells[there]);
      if (found >= 0) {
        cellCounts[found] += other.cellCounts[there];
        from = found + 1;
      } else {
        missing++;
        from = -found - 1;
      }
    }
    return missing;
  }

  private void makeRoom(int wanted) {
    if (wanted > cells.length) {
      int room = Math.max(wanted, cells.length + cells.length / 2);
      cells = Arrays.copyOf(cells, room);
      cellCounts = Arrays.copyOf(cellCounts, room);
    }
  }

  /// In place, the last first: what lies behind the place of a cell moves up by as many as are still
  /// to come.
  private void insertMissingCells(LatencyHistogram other, int missing) {
    int unmoved = used;
    int left = missing;
    used += missing;
    for (int there = other.used - 1; left > 0; there--) {
      int found = Arrays.binarySearch(cells, 0, unmoved, other.cells[there]);
      if (found < 0) {
        int at = -found - 1;
        System.arraycopy(cells, at, cells, at + left, unmoved - at);
        System.arraycopy(cellCounts, at, cellCounts, at + left, unmoved - at);
        unmoved = at;
        left--;
        cells[at + left] = other.cells[there];
        cellCounts[at + left] = other.cellCounts[there];
      }
    }
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

  /// The longest duration, within 3 digits; 0 if there is none.
  public long maxNanos() {
    return used == 0 ? 0 : longestNanos(cells[used - 1]);
  }

  /// The duration of the `rank`-th fastest attempt, within 3 digits.
  ///
  /// @param rank from 1 to [#count()]
  public long nanosAtRank(long rank) {
    if (rank < 1 || rank > count()) {
      throw new IllegalArgumentException("rank " + rank + " of " + count() + " durations");
    }
    int cell = 0;
    for (long upTo = cellCounts[0]; upTo < rank; upTo += cellCounts[cell]) {
      cell++;
    }
    return middleNanos(cells[cell]);
  }

  /// Calls `cell` with the number of each recorded cell and its count, in ascending order.
  public void forEachCell(CellConsumer cell) {
    for (int i = 0; i < used; i++) {
      cell.accept(cells[i], cellCounts[i]);
    }
  }

  /// The same durations as an HdrHistogram, for encoders and plotters; the caller owns it.
  public Histogram counts() {
    Histogram counts = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
    for (int i = 0; i < used; i++) {
      counts.recordValueWithCount(shortestNanos(cells[i]), cellCounts[i]);
    }
    return counts;
  }

  /// An independent copy.
  public LatencyHistogram copy() {
    LatencyHistogram copy = new LatencyHistogram(Math.max(FIRST_ROOM, used));
    copy.add(this);
    return copy;
  }

  /// Puts a histogram together, cell by cell. Not thread-safe, and to be used once.
  public static final class Builder {
    private final LatencyHistogram built = new LatencyHistogram();
    private long leastNanos;
    private long mostNanos;

    /// Adds `count` durations to cell number `cell`.
    ///
    /// @throws IllegalArgumentException if durations from 0 to 60 s have no such cell, or `count` is
    ///   below 1
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
