// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.collector.condition.RecentCondition;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.merge.ZoneMatrix.OwnerReport;
import dev.zoneprobe.collector.node.NodeSum;
import dev.zoneprobe.measure.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of the network, by one collector or by all of them. Thread-safe.
public interface ClusterView {
  /// The phases that there are sums of by node.
  List<Phase> NODE_PHASES = List.of(Phase.TCP_CONNECT, Phase.ROUND_TRIP);

  /// Durations and counts of past minutes, for one question that begins now.
  Past past();

  /// Who reports.
  Agents agents();

  /// What nodes did in the last ten minutes, by one of [#NODE_PHASES].
  Nodes nodes(Phase phase);

  /// An agent, as of its last report.
  ///
  /// @param silentFrom when it will be silent unless it reports again
  /// @param condition how it is itself, if it tells
  record Agent(
      String node,
      String zone,
      String boot,
      long lastSequence,
      Instant reported,
      Instant silentFrom,
      Optional<RecentCondition> condition) {}

  /// Agents and what they say of targets.
  ///
  /// @param list all that are remembered, the one that is silent longest first
  /// @param owners who looks after which target, or that nobody does
  /// @param missing collectors whose part is not in it, and why
  record Agents(List<Agent> list, Map<Owned, OwnerReport> owners, List<String> missing) {}

  /// Sums by node.
  ///
  /// @param since nothing older is in them; of some collectors, nothing so old
  /// @param missing collectors whose part is not in it, and why
  record Nodes(Instant since, List<NodeSum> sums, List<String> missing) {}
}
