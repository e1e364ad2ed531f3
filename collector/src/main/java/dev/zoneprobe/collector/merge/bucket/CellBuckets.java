// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import dev.zoneprobe.measure.interval.LatencyHistogram;

/// Which native and which classic bucket each cell of a histogram belongs to, found once for all of
/// them. Immutable.
///
/// A cell that holds a bound counts at or below it: a duration of exactly the bound, as that of
/// every failure whose timeout is a bound, is at most the bound. So are then the longer ones of the
/// same cell.
public final class CellBuckets {
  private final ClassicLadder ladder;
  private final int[] nativeBuckets = new int[LatencyHistogram.CELLS];
  private final int[] classicBuckets = new int[LatencyHistogram.CELLS];

  public CellBuckets(NativeSchema schema, ClassicLadder ladder) {
    this.ladder = ladder;
    for (int cell = 0; cell < LatencyHistogram.CELLS; cell++) {
      nativeBuckets[cell] = nativeBucket(schema, cell);
      classicBuckets[cell] = ladder.bucketOf(LatencyHistogram.shortestNanos(cell) / 1e9);
    }
  }

  /// The one of the cell's shortest durations; where the cell is wider than a bucket, that of its
  /// middle, or all of them would be told as the shortest.
  private static int nativeBucket(NativeSchema schema, int cell) {
    long shortest = Math.max(LatencyHistogram.shortestNanos(cell), 1);
    int lowest = schema.bucketOf(shortest / 1e9);
    int highest = schema.bucketOf((LatencyHistogram.shortestNanos(cell + 1) - 1) / 1e9);
    return highest - lowest <= 1
        ? lowest
        : schema.bucketOf(LatencyHistogram.middleNanos(cell) / 1e9);
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
