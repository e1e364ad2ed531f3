// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.merge.NodeExemplar;
import dev.zoneprobe.collector.merge.RouteTotals;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.merge.ZoneMatrix.Recent;
import dev.zoneprobe.collector.topology.Topology;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Everything that is known about the zones, as metric families, at the moment of a scrape.
///
/// The duration histograms and the attempt counters of one scrape come from one moment, so their
/// counts agree. Thread-safe; every scrape does its own work.
public final class ZoneMetrics implements MultiCollector {
  private final ZoneMatrix matrix;
  private final DurationFamily durations;
  private final QuantileFamily quantiles;
  private final ZoneFamilies zones;

  /// @param reportingAgents how many agents of each zone reported lately
  /// @param followed whether the attempt that an exemplar points to can be looked at; others are
  ///   not exposed
  public ZoneMetrics(
      ExposeSettings settings,
      ZoneMatrix matrix,
      Supplier<Topology> topology,
      Supplier<? extends Map<String, Long>> reportingAgents,
      Predicate<NodeExemplar> followed) {
    this.matrix = matrix;
    this.durations = new DurationFamily(matrix.schema(), followed);
    this.quantiles = new QuantileFamily(settings);
    this.zones = new ZoneFamilies(topology, reportingAgents);
  }

  @Override
  public MetricSnapshots collect() {
    List<RouteTotals> totals = matrix.totals();
    List<Recent> recent = matrix.recent(); // at once: a snapshot between the two is in one of them
    MetricSnapshots.Builder families =
        MetricSnapshots.builder()
            .metricSnapshot(durations.of(totals))
            .metricSnapshot(quantiles.of(recent));
    AttemptFamilies.of(totals).forEach(families::metricSnapshot);
    zones.now().forEach(families::metricSnapshot);
    MatrixFamilies.of(matrix).forEach(families::metricSnapshot);
    return families.build();
  }
}
