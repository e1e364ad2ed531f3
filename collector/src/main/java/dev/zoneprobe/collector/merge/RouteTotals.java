// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.collector.merge.bucket.ClassicBuckets;
import dev.zoneprobe.collector.merge.bucket.NativeBuckets;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.Slice;
import java.util.List;
import java.util.Map;

/// Everything that was merged for one route, since the store began. The reader owns it.
public record RouteTotals(Route route, Counts counts, Map<Slice, Series> series) {
  /// One series since the store began.
  ///
  /// @param exemplars the newest of each classic bucket, in ascending order of the buckets
  public record Series(
      long count,
      long sumNanos,
      NativeBuckets nativeBuckets,
      ClassicBuckets classicBuckets,
      List<NodeExemplar> exemplars) {}
}
