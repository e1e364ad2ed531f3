// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.web.replica.ClusterView;
import dev.zoneprobe.collector.web.replica.ClusterView.Agent;
import dev.zoneprobe.collector.web.view.matrix.MatrixView;
import dev.zoneprobe.collector.web.view.matrix.TargetsView;
import dev.zoneprobe.collector.web.view.node.NodesView;
import dev.zoneprobe.collector.web.view.pair.PairFiles;
import dev.zoneprobe.collector.web.view.pair.PairView;
import dev.zoneprobe.collector.web.view.part.ZoneList;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Everything that the page shows to one reader, each view with what it needs.
///
/// @param known to all collectors that this reader may ask
record Views(
    ClusterView known, Supplier<Topology> topology, SystemView system, InstantSource clock) {
  MatrixView matrix() {
    return new MatrixView(known.past(), zones(known.agents()));
  }

  PairView pair() {
    return new PairView(known.past());
  }

  PairFiles files() {
    return new PairFiles(known.past());
  }

  TargetsView targets() {
    return new TargetsView(known.past(), () -> known.agents().owners());
  }

  NodesView nodes() {
    return new NodesView(known::nodes, topology, known::agents, clock);
  }

  SystemView.State state() {
    ClusterView.Agents agents = known.agents();
    return system.state(clock.instant(), agents, zones(agents));
  }

  private ZoneList zones(ClusterView.Agents agents) {
    return new ZoneList(topology, () -> reporting(agents));
  }

  private SortedMap<String, Long> reporting(ClusterView.Agents agents) {
    Instant now = clock.instant();
    return agents.list().stream()
        .filter(agent -> !agent.silentFrom().isBefore(now))
        .collect(Collectors.groupingBy(Agent::zone, TreeMap::new, Collectors.counting()));
  }
}
