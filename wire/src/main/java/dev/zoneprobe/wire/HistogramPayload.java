// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// One histogram as bytes: HdrHistogram's V2 encoding, uncompressed.
///
/// HdrHistogram's decoder believes its input: 43 bytes can make it allocate 49 MB, and counts can
/// overflow. It also visits each of 18,432 cells to restore its totals. So the library never sees
/// what came over the network: the 40-byte header must be the only one that we ever write, and the
/// counts are read here, each one checked before it is recorded. They are written here too, from
/// the cells in use alone: the library would lay out all of them first. Thread-safe.
public final class HistogramPayload {
  private static final int COOKIE = 0x1c849313; // V2, with counts as ZigZag LEB128 of up to 9 bytes
  private static final int HEADER_BYTES = 40;
  private static final int MOST_BYTES = 9; // of a number

  /// A count, and mostly a run of empty cells before it, of one byte or two each.
  private static final int BYTES_OF_A_CELL = 2;

  private static final int CELLS = LatencyHistogram.CELLS;

  private HistogramPayload() {}

  /// The bytes of `histogram`, the same as HdrHistogram writes.
  public static byte[] encode(LatencyHistogram histogram) {
    CellWriter cells = new CellWriter();
    histogram.forEachCell(cells::write);
    return cells.finished();
  }

  /// Writes cells in ascending order behind a header. Not thread-safe, and to be used once.
  private static final class CellWriter {
    private ByteBuffer bytes = ByteBuffer.allocate(256).position(HEADER_BYTES);
    private int next;

    void write(int cell, long count) {
      int empty = cell - next;
      if (empty > 0) {
        putZigZag(empty == 1 ? 0 : -empty);
      }
      putZigZag(count);
      next = cell + 1;
    }

    private void putZigZag(long value) {
      if (bytes.remaining() < MOST_BYTES) {
        bytes = ByteBuffer.allocate(2 * bytes.capacity()).put(bytes.flip());
      }
      long rest = (value << 1) ^ (value >> 63);
      for (int i = 1; i < MOST_BYTES && rest >>> 7 != 0; i++) {
        bytes.put((byte) (rest | 0x80));
        rest >>>= 7;
      }
      bytes.put((byte) rest);
    }

    byte[] finished() {
      int length = bytes.position();
      bytes
          .putInt(0, COOKIE)
          .putInt(4, length - HEADER_BYTES)
          .putInt(8, 0)
          .putInt(12, LatencyHistogram.DIGITS)
          .putLong(16, LatencyHistogram.LOWEST_NANOS)
          .putLong(24, LatencyHistogram.HIGHEST_NANOS)
          .putDouble(32, 1.0);
      return Arrays.copyOf(bytes.array(), length);
    }
  }

  /// The histogram whose bytes and exact sum these are.
  ///
  /// @throws InvalidFrameException if they are not as [#encode] writes them, or hold more than
  ///   `maxSamples` durations
  public static LatencyHistogram decode(byte[] bytes, long sumNanos, long maxSamples)
      throws InvalidFrameException {
    return decode(ByteBuffer.wrap(bytes), sumNanos, maxSamples);
  }

  static LatencyHistogram decode(ByteString bytes, long sumNanos, long maxSamples)
      throws InvalidFrameException {
    return decode(bytes.asReadOnlyByteBuffer(), sumNanos, maxSamples);
  }

  private static LatencyHistogram decode(ByteBuffer payload, long sumNanos, long maxSamples)
      throws InvalidFrameException {
    checkHeader(payload);
    try {
      return cells(payload, maxSamples).withSum(sumNanos);
    } catch (IllegalArgumentException e) {
      throw new InvalidFrameException(Reason.INVALID_HISTOGRAM, e);
    }
  }

  private static void checkHeader(ByteBuffer payload) throws InvalidFrameException {
    if (payload.remaining() < HEADER_BYTES) {
      throw invalid("histogram of " + payload.remaining() + " bytes");
    }
    int bytesOfCells = payload.remaining() - HEADER_BYTES; // it may lie within a larger buffer
    boolean ours =
        payload.getInt() == COOKIE
            && payload.getInt() == bytesOfCells
            && payload.getInt() == 0
            && payload.getInt() == LatencyHistogram.DIGITS
            && payload.getLong() == LatencyHistogram.LOWEST_NANOS
            && payload.getLong() == LatencyHistogram.HIGHEST_NANOS
            && payload.getDouble() == 1.0;
    if (!ours) {
      throw invalid("histogram header differs from 1 µs to 60 s with 3 digits");
    }
  }

  /// A positive number counts a cell, a negative one is a run of empty cells.
  private static LatencyHistogram.Builder cells(ByteBuffer payload, long maxSamples)
      throws InvalidFrameException {
    LatencyHistogram.Builder histogram =
        new LatencyHistogram.Builder(payload.remaining() / BYTES_OF_A_CELL);
    int cell = 0;
    long samples = 0;
    while (payload.hasRemaining()) {
      long value = zigZag(payload);
      if (value < cell - CELLS || value > maxSamples - samples || cell == CELLS) {
        throw invalid("more than " + CELLS + " cells or " + maxSamples + " samples");
      }
      if (value > 0) {
        histogram.add(cell, value);
        samples += value;
      }
      cell += value < 0 ? (int) -value : 1;
    }
    if (samples == 0) {
      throw invalid("empty histogram");
    }
    return histogram;
  }

  private static long zigZag(ByteBuffer payload) throws InvalidFrameException {
    long value = 0;
    for (int shift = 0; payload.hasRemaining(); shift += 7) {
      byte next = payload.get();
      if (shift == 56) {
        value |= (long) next << shift; // the ninth byte carries eight bits
        return (value >>> 1) ^ -(value & 1);
      }
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw invalid("histogram ends within a number");
  }

  private static InvalidFrameException invalid(String problem) {
    return new InvalidFrameException(Reason.INVALID_HISTOGRAM, problem);
  }
}
