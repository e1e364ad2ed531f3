// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.measure.Subject;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// How many nodes each zone has, and how many agents of it report.
final class ZoneFamilies {
  private final Supplier<Topology> topology;
  private final Supplier<? extends Map<String, Long>> reportingAgents;

  ZoneFamilies(Supplier<Topology> topology, Supplier<? extends Map<String, Long>> reportingAgents) {
    this.topology = topology;
    this.reportingAgents = reportingAgents;
  }

  List<MetricSnapshot> now() {
    Topology now = topology.get();
    return List.of(
        byZone("zoneprobe_zone_nodes", "Nodes that should have an agent", now.nodesByZone()),
        byZone("zoneprobe_zone_agents", "Agents that reported lately", reportingAgents.get()),
        hosts(now.hosts()));
  }

  private static GaugeSnapshot byZone(String name, String help, Map<String, Long> counts) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
    counts.forEach((zone, count) ->
        family.dataPoint(
            GaugeDataPointSnapshot.builder().labels(Labels.of("zone", zone)).value(count).build()));
    return family.build();
  }

  private static InfoSnapshot hosts(Map<String, HostFacts> hosts) {
    InfoSnapshot.Builder family =
        InfoSnapshot.builder().name("zoneprobe_node").help("What is known of the host of a node");
    hosts.forEach((node, host) -> family.dataPoint(point(node, host)));
    return family.build();
  }

  private static InfoDataPointSnapshot point(String node, HostFacts host) {
    return InfoDataPointSnapshot.builder()
        .labels(
            Labels.of(
                "node", node,
                "zone", host.zone().orElse(Subject.UNKNOWN_ZONE),
                "region", host.region().orElse(""),
                "instance_type", host.instanceType().orElse(""),
                "cpu_cores", host.cpuCores().map(ZoneFamilies::plain).orElse(""),
                "memory_bytes", host.memoryBytes().map(String::valueOf).orElse(""),
                "kernel", host.kernel().orElse("")))
        .build();
  }

  private static String plain(double cores) {
    return BigDecimal.valueOf(cores).stripTrailingZeros().toPlainString();
  }
}
