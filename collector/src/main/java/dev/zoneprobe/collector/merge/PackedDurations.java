// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.wire.HistogramPayload;
import dev.zoneprobe.wire.InvalidFrameException;

/// A histogram to which nothing is added any more, as the bytes of its encoding: some two bytes for
/// a cell instead of twelve. Immutable.
final class PackedDurations {
  private final byte[] bytes;
  private final long sumNanos;

  private PackedDurations(byte[] bytes, long sumNanos) {
    this.bytes = bytes;
    this.sumNanos = sumNanos;
  }

  static PackedDurations of(LatencyHistogram durations) {
    return new PackedDurations(HistogramPayload.encode(durations), durations.sumNanos());
  }

  /// The histogram, as one of the caller's own.
  LatencyHistogram unpacked() {
    try {
      return HistogramPayload.decode(bytes, sumNanos, Long.MAX_VALUE);
    } catch (InvalidFrameException e) {
      throw new IllegalStateException("a histogram cannot be read back", e);
    }
  }
}
