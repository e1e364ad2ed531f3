// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import java.util.Arrays;

/// Counts by the number of a cell, for the cells in use alone. Not thread-safe: reading may tidy
/// up.
final class SparseCells {
  /*
   * The first `sorted` places hold distinct cells in ascending order. What is added to many cells is
   * only appended behind them, and may name a cell again. When as much has been appended as was
   * sorted, or somebody reads, both are laid out in an array that has a place for every cell, and
   * gathered from there. So adding costs some nanoseconds a cell on average, however many
   * cells there are; a search for each would have to move what lies behind it. Few cells are searched
   * and moved all the same: to lay out a range of thousands for dozens of cells would cost more.
   */
  private static final int FEW = 512;

  /// A place for every cell, all zero while nobody lays out; each thread has its own.
  private static final ThreadLocal<long[]> EVERY_CELL =
      ThreadLocal.withInitial(() -> new long[LatencyHistogram.CELLS]);

  private char[] cells;
  private CellCounts counts;
  private int sorted;
  private int used;

  /// @param room for how many cells at first, at least 1
  SparseCells(int room) {
    cells = new char[room];
    counts = new CellCounts(room);
  }

  /// How many cells are in use.
  int size() {
    tidy();
    return used;
  }

  /// How many bytes of memory it has made room in.
  long bytes() {
    return (long) Character.BYTES * cells.length + counts.bytes();
  }

  /// The number of the cell at `place`, counted from the lowest; nothing was added since [#size()].
  int cell(int place) {
    return cells[place];
  }

  /// Its count.
  long count(int place) {
    return counts.get(place);
  }

  /// Counts `more` in `cell`.
  void add(int cell, long more) {
    tidy();
    boolean isLast = used == 0 || cells[used - 1] < cell;
    int found = isLast ? -used - 1 : Arrays.binarySearch(cells, 0, used, (char) cell);
    if (found >= 0) {
      counts.set(found, counts.get(found) + more);
    } else {
      makeRoom(1);
      move(-found - 1, used, 1);
      put(-found - 1, cell, more);
      used++;
      sorted = used;
    }
  }

  /// Adds everything that `other` holds.
  void add(SparseCells other) {
    other.tidy();
    if (used == 0) {
      cells = Arrays.copyOf(other.cells, Math.max(1, other.used));
      counts = other.counts.copy(Math.max(1, other.used));
      used = other.used;
      sorted = used;
    } else if (sorted < FEW) {
      tidy();
      insertMissing(other, addToKnown(other));
    } else {
      append(other);
    }
  }

  private void append(SparseCells other) {
    int most = other.used; // `other` may be this one
    makeRoom(most);
    System.arraycopy(other.cells, 0, cells, used, most);
    counts.put(used, other.counts, most);
    used += most;
    if (used >= 2 * sorted) {
      tidy();
    }
  }

  private void tidy() {
    if (used > sorted) {
      layOut();
    }
  }

  private void layOut() {
    long[] all = EVERY_CELL.get();
    int lowest = cells[0];
    int highest = cells[0];
    for (int i = 0; i < used; i++) {
      all[cells[i]] += counts.get(i);
      lowest = Math.min(lowest, cells[i]);
      highest = Math.max(highest, cells[i]);
    }
    used = 0;
    for (int cell = lowest; cell <= highest; cell++) {
      if (all[cell] > 0) {
        put(used++, cell, all[cell]);
        all[cell] = 0;
      }
    }
    sorted = used;
  }

  /// Returns how many cells of `other` are in use there and not here.
  private int addToKnown(SparseCells other) {
    int missing = 0;
    int from = 0;
    for (int there = 0; there < other.used; there++) {
      int found = Arrays.binarySearch(cells, from, used, other.cells[there]);
      if (found >= 0) {
        counts.set(found, counts.get(found) + other.counts.get(there));
        from = found + 1;
      } else {
        missing++;
        from = -found - 1;
      }
    }
    return missing;
  }

  /// The last first: what lies behind the place of a cell moves up by as many as are still to come.
  private void insertMissing(SparseCells other, int missing) {
    makeRoom(missing);
    int unmoved = used;
    int left = missing;
    used += missing;
    sorted = used;
    for (int there = other.used - 1; left > 0; there--) {
      int found = Arrays.binarySearch(cells, 0, unmoved, other.cells[there]);
      if (found < 0) {
        int at = -found - 1;
        move(at, unmoved, left);
        unmoved = at;
        left--;
        put(at + left, other.cells[there], other.counts.get(there));
      }
    }
  }

  private void makeRoom(int more) {
    if (used + more > cells.length) {
      int room = Math.max(used + more, used + used / 2 + 1);
      cells = Arrays.copyOf(cells, room);
      counts.makeRoom(room);
    }
  }

  private void move(int from, int to, int by) {
    System.arraycopy(cells, from, cells, from + by, to - from);
    counts.move(from, to, by);
  }

  private void put(int place, int cell, long count) {
    cells[place] = (char) cell;
    counts.set(place, count);
  }

  /// Counts by place: four bytes each for as long as all of them fit, eight from then on.
  private static final class CellCounts {
    private static final long[] NONE = {};

    private int[] narrow;
    private long[] wide = NONE; // in place of the narrow ones, once a count does not fit

    /// @param room for how many, at least 1
    CellCounts(int room) {
      narrow = new int[room];
    }

    private CellCounts(CellCounts other, int used) {
      narrow = Arrays.copyOf(other.narrow, other.isWide() ? 0 : used);
      wide = other.isWide() ? Arrays.copyOf(other.wide, used) : NONE;
    }

    /// A copy that has room for `used` counts, at least 1, and holds the first ones.
    CellCounts copy(int used) {
      return new CellCounts(this, used);
    }

    private boolean isWide() {
      return wide.length > 0;
    }

    long bytes() {
      return (long) Integer.BYTES * narrow.length + (long) Long.BYTES * wide.length;
    }

    long get(int place) {
      return isWide() ? wide[place] : narrow[place];
    }

    void set(int place, long count) {
      if (count != (int) count) {
        widen();
      }
      if (isWide()) {
        wide[place] = count;
      } else {
        narrow[place] = (int) count;
      }
    }

    private void widen() {
      if (!isWide()) {
        wide = Arrays.stream(narrow).asLongStream().toArray();
        narrow = new int[0];
      }
    }

    void makeRoom(int room) {
      if (isWide()) {
        wide = Arrays.copyOf(wide, room);
      } else {
        narrow = Arrays.copyOf(narrow, room);
      }
    }

    /// Moves those from `from` on, and before `to`, up by `by` places.
    void move(int from, int to, int by) {
      Object counts = isWide() ? wide : narrow;
      System.arraycopy(counts, from, counts, from + by, to - from);
    }

    /// Puts the first `used` of `other` behind `place`; there is room for them.
    void put(int place, CellCounts other, int used) {
      if (isWide() == other.isWide()) {
        System.arraycopy(
            other.isWide() ? other.wide : other.narrow, 0, isWide() ? wide : narrow, place, used);
      } else {
        for (int i = 0; i < used; i++) {
          set(place + i, other.get(i));
        }
      }
    }
  }
}
