// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Counts durations in cells that are at most a thirty-second of a doubling wide, so that many
/// histograms fit into little memory: what is read from it is within 1.6 %. Not thread-safe.
final class DurationTally {
  /*
   * A duration is cut down to its highest 6 bits, counted in units of 512 ns: the first 64 cells are
   * one unit wide, as those of the histograms are, and each 32 after them twice as wide as the 32
   * before. Packed, a run of n empty cells is the number 2 n + 1, a count c is 2 c, each as LEB128:
   * a count below 64 takes one byte. What lies behind the last count is not written.
   */
  private static final int UNIT_BITS = 9;
  private static final int PRECISE_BITS = 5;
  private static final int MOST_BYTES = 10; // of a number

  private static final int CELLS = cell(LatencyHistogram.HIGHEST_NANOS) + 1;

  /// No durations.
  static final byte[] NOTHING = {};

  private final long[] counts = new long[CELLS];
  private final ByteBuffer packing = ByteBuffer.allocate(MOST_BYTES * CELLS);

  private static int cell(long nanos) {
    long units = nanos >> UNIT_BITS;
    int dropped = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(units | 1) - PRECISE_BITS);
    return (dropped << PRECISE_BITS) + (int) (units >> dropped);
  }

  /// A duration in the middle of a cell.
  private static long middleNanos(int cell) {
    int dropped = Math.max(0, (cell >> PRECISE_BITS) - 1);
    long units = (long) (cell - (dropped << PRECISE_BITS)) << dropped;
    return (units << UNIT_BITS) + ((1L << dropped << UNIT_BITS) >> 1);
  }

  /// Counts nothing any more.
  void clear() {
    Arrays.fill(counts, 0);
  }

  /// Counts everything that `durations` holds.
  void add(LatencyHistogram durations) {
    durations.forEachCell(
        (cell, count) -> counts[cell(LatencyHistogram.shortestNanos(cell))] += count);
  }

  /// Counts everything that [#packed()] returned.
  void add(byte[] packed) {
    ByteBuffer bytes = ByteBuffer.wrap(packed);
    for (int cell = 0; bytes.hasRemaining(); ) {
      long number = read(bytes);
      if ((number & 1) == 0) {
        counts[cell++] += number >>> 1;
      } else {
        cell += (int) (number >>> 1);
      }
    }
  }

  private static long read(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  /// What is counted, in as few bytes as it takes.
  byte[] packed() {
    packing.clear();
    int next = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      if (counts[cell] > 0) {
        if (cell > next) {
          write(2L * (cell - next) + 1);
        }
        write(2 * counts[cell]);
        next = cell + 1;
      }
    }
    return Arrays.copyOf(packing.array(), packing.position());
  }

  private void write(long number) {
    long rest = number;
    for (; rest >>> 7 != 0; rest >>>= 7) {
      packing.put((byte) (rest | 0x80));
    }
    packing.put((byte) rest);
  }

  /// What is counted, each duration in the middle of its cell.
  LatencyHistogram durations() {
    LatencyHistogram.Builder durations = new LatencyHistogram.Builder(CELLS);
    for (int cell = 0; cell < CELLS; cell++) {
      if (counts[cell] > 0) {
        durations.add(LatencyHistogram.cell(middleNanos(cell)), counts[cell]);
      }
    }
    return durations.withSumOfMiddles();
  }
}
