// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.collector.merge.bucket.CellBuckets;
import dev.zoneprobe.collector.merge.bucket.ClassicBuckets;
import dev.zoneprobe.collector.merge.bucket.NativeBuckets;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One series since the store began. Not thread-safe.
///
/// A cell of an HdrHistogram is counted as a whole ([CellBuckets]), so a duration that is longer
/// than a bound by less than a cell, 0.1 % of its length or 0.512 µs, may be counted at that bound.
final class SeriesSum {
  private final CellBuckets buckets;
  private final NativeBuckets nativeBuckets = new NativeBuckets();
  private final ClassicBuckets classicBuckets;

  /// By classic bucket; empty until one came.
  private final @Nullable NodeExemplar[] newest;

  private long count;
  private long sumNanos;

  SeriesSum(CellBuckets buckets) {
    this.buckets = buckets;
    this.classicBuckets = new ClassicBuckets(buckets.ladder());
    this.newest = new NodeExemplar[buckets.ladder().buckets()];
  }

  void add(LatencyHistogram histogram) {
    histogram.forEachCell((cell, cellCount) -> {
      nativeBuckets.add(buckets.nativeBucket(cell), cellCount);
      classicBuckets.add(buckets.classicBucket(cell), cellCount);
    });
    count += histogram.count();
    sumNanos = saturated(sumNanos, histogram.sumNanos());
  }

  void add(NodeExemplar exemplar) {
    int bucket = buckets.ladder().bucketOf(exemplar.exemplar().nanos() / 1e9);
    NodeExemplar known = newest[bucket];
    newest[bucket] = known == null ? exemplar : NodeExemplar.newer(known, exemplar);
  }

  Stream<NodeExemplar> exemplars() {
    return Arrays.stream(newest).filter(Objects::nonNull);
  }

  RouteTotals.Series totals() {
    return new RouteTotals.Series(
        count, sumNanos, nativeBuckets.copy(), classicBuckets.copy(), exemplars().toList());
  }

  private static long saturated(long a, long b) {
    return Long.MAX_VALUE - a < b ? Long.MAX_VALUE : a + b;
  }
}
