// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import dev.zoneprobe.collector.web.replica.ClusterView;
import dev.zoneprobe.collector.web.view.part.ZoneList;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How the collector itself is, and who reports to it.
///
/// @param collector at the moment
/// @param store at the moment
/// @param plan at the moment
public record SystemView(
    Supplier<CollectorState> collector, Supplier<StoreState> store, Supplier<PlanState> plan) {

  /// The process.
  ///
  /// @param problem why snapshots are not stored
  public record CollectorState(
      String version, Instant started, boolean ready, @Nullable String problem) {}

  /// What survives a restart.
  ///
  /// @param persistent whether a restart leaves anything
  /// @param setAside where a damaged store was put at the start
  public record StoreState(
      boolean persistent,
      long bytes,
      long maxBytes,
      Instant historySince,
      long retentionSeconds,
      @Nullable String setAside) {}

  /// Who is to probe whom.
  ///
  /// @param peers nodes that take part in the mesh
  public record PlanState(int peers, Instant since) {}

  /// The answer.
  ///
  /// @param agents all that are remembered, the one that is silent longest first
  /// @param missing collectors whose agents are not in it, and why
  record State(
      Instant now,
      CollectorState collector,
      StoreState store,
      List<AgentRow> agents,
      List<ZoneList.Zone> zones,
      PlanState plan,
      List<String> missing) {}

  State state(Instant now, ClusterView.Agents agents, ZoneList zones) {
    Predicate<String> gone = zones.topology().get().lacking();
    return new State(
        now,
        collector.get(),
        store.get(),
        agents.list().stream().map(agent -> AgentRow.of(agent, gone.test(agent.node()))).toList(),
        zones.with(List.of()),
        plan.get(),
        agents.missing());
  }
}
