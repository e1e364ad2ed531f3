// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// What the topology is like.
public final class TopologyMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;

  private TopologyMetrics() {}

  /// Exposes the numbers of `topology`, which somebody else must hold on to.
  public static void bind(LiveTopology topology, MeterRegistry meters) {
    Gauge.builder("zoneprobe.collector.topology.peers", topology, one -> one.now().peers().size())
        .description("Agents that are to be probed")
        .register(meters);
    Gauge.builder(
            "zoneprobe.collector.topology.peers.away", topology, one -> one.now().away().size())
        .description("Agents that are not ready, or about to end")
        .register(meters);
    Gauge.builder(
            "zoneprobe.collector.topology.nodes.without.zone",
            topology,
            one -> one.now().nodesWithoutZone())
        .description("Nodes whose zone nobody tells")
        .register(meters);
    Gauge.builder(
            "zoneprobe.collector.topology.change.timestamp",
            topology,
            one -> one.since().toEpochMilli() / MILLIS_PER_SECOND)
        .baseUnit("seconds")
        .description("When the topology changed last")
        .register(meters);
  }
}
