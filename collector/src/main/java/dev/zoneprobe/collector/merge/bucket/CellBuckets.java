// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import dev.zoneprobe.measure.interval.LatencyHistogram;

/// Which native and which classic bucket each cell of a histogram belongs to, found once for all of
/// them. A cell counts where its middle lies. Immutable.
public final class CellBuckets {
  private final ClassicLadder ladder;
  private final int[] nativeBuckets = new int[LatencyHistogram.CELLS];
  private final int[] classicBuckets = new int[LatencyHistogram.CELLS];

  public CellBuckets(NativeSchema schema, ClassicLadder ladder) {
    this.ladder = ladder;
    for (int cell = 0; cell < LatencyHistogram.CELLS; cell++) {
      double seconds = LatencyHistogram.middleNanos(cell) / 1e9;
      nativeBuckets[cell] = schema.bucketOf(seconds);
      classicBuckets[cell] = ladder.bucketOf(seconds);
    }
  }

  /// The bounds of the classic buckets.
  public ClassicLadder ladder() {
    return ladder;
  }

  /// The native bucket of the durations in `cell`.
  public int nativeBucket(int cell) {
    return nativeBuckets[cell];
  }

  /// The classic bucket of the durations in `cell`.
  public int classicBucket(int cell) {
    return classicBuckets[cell];
  }
}
