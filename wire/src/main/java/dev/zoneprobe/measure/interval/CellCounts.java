// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import java.util.Arrays;

/// Counts by place: four bytes each for as long as all of them fit, eight from then on. Not
/// thread-safe.
final class CellCounts {
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
