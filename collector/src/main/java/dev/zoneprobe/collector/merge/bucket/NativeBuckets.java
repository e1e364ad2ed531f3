// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge.bucket;

import java.util.Arrays;

/// Cumulative counts by native bucket, with room for the buckets from the lowest to the highest
/// that ever counted. Not thread-safe.
public final class NativeBuckets {
  private int lowest;
  private long[] counts;

  public NativeBuckets() {
    this(0, new long[0]);
  }

  private NativeBuckets(int lowest, long[] counts) {
    this.lowest = lowest;
    this.counts = counts;
  }

  /// Adds `count` to bucket `index`.
  public void add(int index, long count) {
    makeRoomFor(index);
    counts[index - lowest] += count;
  }

  /// Calls `bucket` with each bucket that is not empty, in ascending order.
  public void forEach(BucketConsumer bucket) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        bucket.accept(lowest + i, counts[i]);
      }
    }
  }

  /// An independent copy.
  public NativeBuckets copy() {
    return new NativeBuckets(lowest, counts.clone());
  }

  private void makeRoomFor(int index) {
    if (counts.length == 0) {
      lowest = index;
      counts = new long[1];
    } else if (index < lowest) {
      long[] wider = new long[counts.length + lowest - index];
      System.arraycopy(counts, 0, wider, lowest - index, counts.length);
      counts = wider;
      lowest = index;
    } else if (index >= lowest + counts.length) {
      counts = Arrays.copyOf(counts, index - lowest + 1);
    }
  }

  /// Takes one bucket's index and count.
  @FunctionalInterface
  public interface BucketConsumer {
    void accept(int index, long count);
  }
}
