// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose.zero;

import dev.zoneprobe.collector.merge.RouteTotals.Series;
import dev.zoneprobe.collector.merge.bucket.ClassicBuckets;
import dev.zoneprobe.collector.merge.bucket.NativeBuckets;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The series of a route, and those of `response` that have not begun yet, at zero.
///
/// An increase does not see the value that a series begins with: a route's first outage would be in
/// no rate of errors if the failures began with it. Objectives are computed from `response` alone,
/// so the other phases are not worth the samples.
public final class SeriesFromZero {
  private SeriesFromZero() {}

  /// Those that are known, and those at zero.
  public static Map<Slice, Series> of(Map<Slice, Series> known) {
    Map<Slice, Series> all = new HashMap<>(known);
    known.forEach((slice, series) -> {
      if (slice.phase() == Phase.RESPONSE) {
        addMissing(slice.connection(), empty(series), all);
      }
    });
    return all;
  }

  private static void addMissing(Connection connection, Series empty, Map<Slice, Series> all) {
    for (Outcome.Kind outcome : Outcome.Kind.values()) {
      for (SourceState state : SourceState.values()) {
        all.putIfAbsent(new Slice(Phase.RESPONSE, connection, outcome, state), empty);
      }
    }
  }

  private static Series empty(Series like) {
    ClassicBuckets none = new ClassicBuckets(like.classicBuckets().ladder());
    return new Series(0, 0, new NativeBuckets(), none, List.of());
  }
}
