// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

/// Counts by classic bucket: one for each upper bound of a ladder, and one for what lies above the
/// last. Each duration is in one bucket only. Not thread-safe.
public final class ClassicBuckets {
  private final ClassicLadder ladder;
  private final long[] counts;

  public ClassicBuckets(ClassicLadder ladder) {
    this(ladder, new long[ladder.buckets()]);
  }

  private ClassicBuckets(ClassicLadder ladder, long[] counts) {
    this.ladder = ladder;
    this.counts = counts;
  }

  /// Adds `count` to the bucket at `index`.
  public void add(int index, long count) {
    counts[index] += count;
  }

  /// The bounds that these buckets have.
  public ClassicLadder ladder() {
    return ladder;
  }

  /// The count of each bucket of the ladder; the caller owns the array.
  public long[] counts() {
    return counts.clone();
  }

  /// An independent copy.
  public ClassicBuckets copy() {
    return new ClassicBuckets(ladder, counts.clone());
  }
}
