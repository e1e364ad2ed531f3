// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.collector.merge.bucket.ClassicBuckets;
import dev.zoneprobe.collector.merge.bucket.ClassicLadder;
import dev.zoneprobe.collector.merge.bucket.NativeBuckets;
import dev.zoneprobe.collector.merge.bucket.NativeSchema;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One series since the collector started. Not thread-safe.
///
/// A cell of an HdrHistogram is counted in the bucket that its middle lies in, so a duration near a
/// bound may be counted one bucket off by at most half a cell, 0.05 % of its length.
final class SeriesSum {
  private final NativeSchema schema;
  private final NativeBuckets nativeBuckets = new NativeBuckets();
  private final ClassicBuckets classicBuckets;
  private final SortedMap<Integer, NodeExemplar> newestByClassicBucket = new TreeMap<>();
  private long count;
  private long sumNanos;

  SeriesSum(NativeSchema schema, ClassicLadder ladder) {
    this.schema = schema;
    this.classicBuckets = new ClassicBuckets(ladder);
  }

  void add(LatencyHistogram histogram) {
    histogram.forEachCell((nanos, cellCount) -> {
      double seconds = seconds(nanos);
      nativeBuckets.add(schema.bucketOf(seconds), cellCount);
      classicBuckets.add(classicBuckets.ladder().bucketOf(seconds), cellCount);
    });
    count += histogram.count();
    sumNanos = saturated(sumNanos, histogram.sumNanos());
  }

  void add(NodeExemplar exemplar) {
    int bucket = classicBuckets.ladder().bucketOf(seconds(exemplar.exemplar().nanos()));
    newestByClassicBucket.merge(bucket, exemplar, NodeExemplar::newer);
  }

  Stream<NodeExemplar> exemplars() {
    return newestByClassicBucket.values().stream();
  }

  RouteTotals.Series totals() {
    return new RouteTotals.Series(
        count,
        sumNanos,
        nativeBuckets.copy(),
        classicBuckets.copy(),
        List.copyOf(newestByClassicBucket.values()));
  }

  private static long saturated(long a, long b) {
    return Long.MAX_VALUE - a < b ? Long.MAX_VALUE : a + b;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
