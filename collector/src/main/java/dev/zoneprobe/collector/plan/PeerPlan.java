// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import dev.zoneprobe.collector.plan.graph.PeerGraph;
import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Who probes whom: the graph of the peers that answer at present, in the present epoch, which
/// follows the one before it (decisions 0030, 0031 and 0049). Thread-safe.
public final class PeerPlan {
  private final LiveTopology topology;
  private final PlanSettings settings;
  private final InstantSource clock;
  private volatile View latest;

  /// What the graph is made of, and the graph.
  private record View(Topology of, long epoch, PeerGraph graph, Map<String, Peer> peers) {
    View(Topology of, long epoch, PeerGraph graph) {
      this(of, epoch, graph, byNode(of));
    }

    private static Map<String, Peer> byNode(Topology of) {
      return of.peers().stream().collect(Collectors.toMap(Peer::node, Function.identity()));
    }
  }

  /// @param clock tells the epoch; collectors whose clocks agree give the same peers
  public PeerPlan(LiveTopology topology, PlanSettings settings, InstantSource clock) {
    this.topology = topology;
    this.settings = settings;
    this.clock = clock;
    Topology now = topology.now();
    long epoch = epoch();
    this.latest = new View(now, epoch, graph(now, epoch));
  }

  /// The peers that the agent on `node` is to probe, in the order of their nodes; bounded by the
  /// settings.
  public List<Peer> peersFor(String node) {
    View view = view();
    return view.graph().peersOf(node).stream()
        .sorted()
        .map(peer -> Objects.requireNonNull(view.peers().get(peer)))
        .toList();
  }

  private View view() {
    View view = latest;
    return isStill(view) ? view : next();
  }

  private boolean isStill(View view) {
    return view.epoch() == epoch() && view.of().equals(topology.now());
  }

  /// One thread at a time: a graph follows the one before it.
  private synchronized View next() {
    View before = latest;
    if (!isStill(before)) {
      Topology now = topology.now();
      long epoch = epoch();
      latest = new View(now, epoch, graph(now, epoch).following(before.graph()));
    }
    return latest;
  }

  private PeerGraph graph(Topology now, long epoch) {
    Map<String, List<String>> nodesByZone =
        now.peers().stream()
            .collect(
                Collectors.groupingBy(
                    Peer::zone, Collectors.mapping(Peer::node, Collectors.toList())));
    return new PeerGraph(nodesByZone, settings.graph(), epoch);
  }

  private long epoch() {
    return clock.millis() / settings.rotation().toMillis();
  }
}
