// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.measure.Subject.Owner;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;

/// What else the matrix tells: who looks after the targets, and what came too late.
final class MatrixFamilies {
  private MatrixFamilies() {}

  static List<MetricSnapshot> of(ZoneMatrix matrix) {
    return List.of(
        owners(matrix.presentOwners()),
        counter(
            "zoneprobe_collector_snapshots_beyond_window",
            "Merged snapshots that came too late to be in the exact quantiles",
            matrix.beyondWindow()),
        counter(
            "zoneprobe_collector_snapshots_clock_ahead",
            "Merged snapshots that end in the future, by the collector's clock",
            matrix.clockAhead()));
  }

  private static InfoSnapshot owners(Map<Owned, Owner> owners) {
    InfoSnapshot.Builder family =
        InfoSnapshot.builder().name("zoneprobe_target").help("Who looks after a target");
    owners.forEach((owned, owner) ->
        family.dataPoint(InfoDataPointSnapshot.builder().labels(labels(owned, owner)).build()));
    return family.build();
  }

  /// To Prometheus, an empty label value and an absent label are the same.
  private static Labels labels(Owned owned, Owner owner) {
    return Labels.of(
        "target", owned.target(),
        "protocol", owned.protocol().label(),
        "team", owner.team().orElse(""),
        "service", owner.service().orElse(""));
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
        .build();
  }
}
