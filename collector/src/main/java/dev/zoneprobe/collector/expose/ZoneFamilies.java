// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.topology.Topology;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// How many nodes each zone has, and how many agents of it report.
final class ZoneFamilies {
  private final Topology topology;
  private final Supplier<? extends Map<String, Long>> reportingAgents;

  ZoneFamilies(Topology topology, Supplier<? extends Map<String, Long>> reportingAgents) {
    this.topology = topology;
    this.reportingAgents = reportingAgents;
  }

  List<MetricSnapshot> now() {
    return List.of(
        byZone("zoneprobe_zone_nodes", "Nodes that should have an agent", topology.nodesByZone()),
        byZone("zoneprobe_zone_agents", "Agents that reported lately", reportingAgents.get()));
  }

  private static GaugeSnapshot byZone(String name, String help, Map<String, Long> counts) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
    counts.forEach((zone, count) ->
        family.dataPoint(
            GaugeDataPointSnapshot.builder().labels(Labels.of("zone", zone)).value(count).build()));
    return family.build();
  }
}
