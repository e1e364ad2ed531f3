// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import dev.zoneprobe.collector.node.NodeSums.LeftOut;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// How many nodes there are sums of, and what is in none.
public final class NodeSumsMetrics {
  private NodeSumsMetrics() {}

  /// Exposes the numbers of `sums`, which somebody else must hold on to.
  public static void bind(NodeSums sums, MeterRegistry meters) {
    Gauge.builder("zoneprobe.collector.nodes", sums, NodeSums::size)
        .description("Nodes that something was seen of in the last ten minutes")
        .register(meters);
    for (LeftOut why : LeftOut.values()) {
      FunctionCounter.builder("zoneprobe.collector.nodes.left.out", sums, one -> one.leftOut(why))
          .description("Nodes in snapshots, or whole snapshots, that are in no sum by node")
          .tag("reason", why.label())
          .register(meters);
    }
  }
}
