// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.node;

import dev.zoneprobe.collector.node.NodeSum;
import dev.zoneprobe.collector.node.RoleSum;
import dev.zoneprobe.collector.topology.HostFacts;
import dev.zoneprobe.collector.web.replica.ClusterView.Agent;
import dev.zoneprobe.collector.web.view.part.Estimate;
import dev.zoneprobe.measure.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One node as it is shown.
///
/// @param agent as of its last report; absent if it never did
/// @param gone the topology knows nodes, but not this one: nobody has to miss its agent
record NodeRow(
    NodeSum sum,
    String zone,
    Optional<HostFacts> host,
    Optional<Agent> agent,
    boolean gone,
    double quantile) {
  /// A node of which nothing is known.
  static final NodeRow NONE =
      new NodeRow(
          NodeSum.nothing("none"),
          Subject.UNKNOWN_ZONE,
          Optional.empty(),
          Optional.empty(),
          false,
          0.5);

  private static final double MEDIAN = 0.5;

  /// All attempts in one role.
  record Role(long attempts, long failures, Estimate median, Estimate estimate) {}

  Role source() {
    return role(sum.source());
  }

  Role destination() {
    return role(sum.destination());
  }

  private Role role(RoleSum role) {
    return new Role(
        role.counts().attempts(),
        role.counts().failures(),
        Estimate.of(role.durations(), MEDIAN),
        Estimate.of(role.durations(), quantile));
  }

  /// Everything, by the name under which it is told.
  SequencedMap<String, @Nullable Object> columns() {
    SequencedMap<String, @Nullable Object> columns = hostColumns();
    columns.put("source", source());
    columns.put("destination", destination());
    columns.putAll(states());
    return columns;
  }

  /// Who it is.
  SequencedMap<String, @Nullable Object> hostColumns() {
    SequencedMap<String, @Nullable Object> columns = new LinkedHashMap<>();
    columns.put("node", sum.node());
    columns.put("zone", zone);
    columns.put("region", fact(HostFacts::region));
    columns.put("instance_type", fact(HostFacts::instanceType));
    columns.put("cpu_cores", fact(HostFacts::cpuCores));
    columns.put("memory_bytes", fact(HostFacts::memoryBytes));
    columns.put("kernel", fact(HostFacts::kernel));
    columns.put("reported", agent.map(Agent::reported).orElse(null));
    columns.put("silent_from", agent.map(Agent::silentFrom).orElse(null));
    columns.put("gone", gone);
    return columns;
  }

  private <T> @Nullable T fact(Function<HostFacts, Optional<T>> fact) {
    return host.flatMap(fact).orElse(null);
  }

  /// Its attempts by the state that it was in.
  Map<String, Long> states() {
    RoleSum.Counts counts = sum.source().counts();
    SequencedMap<String, Long> states = new LinkedHashMap<>();
    states.put("calm", counts.calm());
    states.put("busy", counts.busy());
    states.put("stalled", counts.stalled());
    return states;
  }
}
