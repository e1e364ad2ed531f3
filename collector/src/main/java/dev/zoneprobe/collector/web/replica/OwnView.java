// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.collector.history.History;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.node.NodeSums;
import dev.zoneprobe.measure.Phase;
import java.util.List;
import java.util.function.Supplier;

/// What this collector knows by itself.
///
/// @param reporting who reports to it, now
public record OwnView(History history, Supplier<Agents> reporting, NodeSums sums)
    implements ClusterView {
  @Override
  public Past past() {
    return history.asked();
  }

  @Override
  public Agents agents() {
    return reporting.get();
  }

  @Override
  public Nodes nodes(Phase phase) {
    return new Nodes(sums.since(), sums.sums(phase), List.of());
  }
}
