// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.node;

import dev.zoneprobe.collector.node.NodeSum;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.web.replica.ClusterView;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every node that should have an agent, and every other that something was seen of: its sums as a
/// source and as a destination, and what its host is like.
///
/// @param sums of all nodes, by phase
/// @param agents all that are remembered
public record NodesView(
    Function<Phase, ClusterView.Nodes> sums,
    Supplier<Topology> topology,
    Supplier<ClusterView.Agents> agents,
    InstantSource clock) {
  /// The answer; nodes in the order of their names.
  ///
  /// @param now when it is, by the clock that says when agents reported
  /// @param missing collectors whose sums or agents are not in it, and why
  public record Nodes(
      Instant now,
      Instant since,
      Phase phase,
      double quantile,
      long samplesNeeded,
      List<SequencedMap<String, @Nullable Object>> nodes,
      List<String> missing) {}

  /// Every node with a quantile of one of [ClusterView#NODE_PHASES].
  public Nodes nodes(Phase phase, double quantile) {
    ClusterView.Nodes known = sums.apply(phase);
    ClusterView.Agents reporting = agents.get();
    return new Nodes(
        clock.instant(),
        known.since(),
        phase,
        quantile,
        QuantileEstimate.samplesNeeded(quantile),
        rows(known, reporting, quantile).stream().map(NodeRow::columns).toList(),
        Stream.concat(known.missing().stream(), reporting.missing().stream()).distinct().toList());
  }

  /// One line for each node.
  public String csv(Phase phase, double quantile) {
    return NodesCsv.of(rows(sums.apply(phase), agents.get(), quantile));
  }

  private List<NodeRow> rows(
      ClusterView.Nodes measured, ClusterView.Agents reporting, double quantile) {
    Topology known = topology.get();
    Map<String, String> zones = known.zones();
    Predicate<String> gone = known.lacking();
    Map<String, ClusterView.Agent> byNode = byNode(reporting);
    Map<String, NodeSum> seen = new TreeMap<>();
    known.nodes().forEach(node -> seen.put(node, NodeSum.nothing(node)));
    measured.sums().forEach(sum -> seen.put(sum.node(), sum));
    List<NodeRow> rows = new ArrayList<>(seen.size());
    seen.forEach((node, sum) ->
        rows.add(
            new NodeRow(
                sum,
                zones.getOrDefault(node, sum.zone()),
                known.host(node),
                Optional.ofNullable(byNode.get(node)),
                gone.test(node),
                quantile)));
    return rows;
  }

  private static Map<String, ClusterView.Agent> byNode(ClusterView.Agents agents) {
    return agents.list().stream()
        .collect(Collectors.toMap(ClusterView.Agent::node, Function.identity()));
  }
}
