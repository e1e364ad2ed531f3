// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.expose.zero.SeriesFromZero;
import dev.zoneprobe.collector.merge.NodeExemplar;
import dev.zoneprobe.collector.merge.RouteTotals;
import dev.zoneprobe.measure.interval.Slice;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.function.Predicate;

/// `zoneprobe_duration_seconds`: every series as a native and as a classic histogram in one.
final class DurationFamily {
  /// The usual one of Prometheus' own clients, 2^-128; no duration is that short. A server takes a
  /// histogram without samples for a classic one, and with it all others of the family if it comes
  /// first, unless there is a threshold.
  private static final double ZERO_THRESHOLD = 0x1p-128;

  private final int schema;
  private final Predicate<NodeExemplar> followed;

  DurationFamily(int schema, Predicate<NodeExemplar> followed) {
    this.schema = schema;
    this.followed = followed;
  }

  HistogramSnapshot of(List<RouteTotals> totals) {
    HistogramSnapshot.Builder family =
        HistogramSnapshot.builder()
            .name("zoneprobe_duration_seconds")
            .unit(Unit.SECONDS)
            .help("How long the phases of attempts took");
    for (RouteTotals route : totals) {
      Labels labels = RouteLabels.of(route.route());
      SeriesFromZero.of(route.series())
          .forEach((slice, series) -> family.dataPoint(point(labelled(labels, slice), series)));
    }
    return family.build();
  }

  private static Labels labelled(Labels route, Slice slice) {
    return route.merge(
        Labels.of(
            "phase", slice.phase().label(),
            "connection", slice.connection().label(),
            "outcome", slice.outcome().label(),
            "source_state", slice.sourceState().label()));
  }

  private HistogramDataPointSnapshot point(Labels labels, RouteTotals.Series series) {
    HistogramDataPointSnapshot.Builder point =
        HistogramDataPointSnapshot.builder()
            .labels(labels)
            .nativeSchema(schema)
            .nativeZeroThreshold(ZERO_THRESHOLD)
            .nativeBucketsForPositiveValues(nativeBuckets(series))
            .classicHistogramBuckets(
                ClassicHistogramBuckets.of(
                    series.classicBuckets().ladder().upperBounds(),
                    series.classicBuckets().counts()));
    point.sum(series.sumNanos() / 1e9);
    point.exemplars(
        Exemplars.of(
            series.exemplars().stream().filter(followed).map(ExemplarLabels::exemplar).toList()));
    return point.build();
  }

  private static NativeHistogramBuckets nativeBuckets(RouteTotals.Series series) {
    NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
    series.nativeBuckets().forEach(buckets::bucket);
    return buckets.build();
  }
}
