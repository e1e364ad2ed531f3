// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.hash.StableHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Who probes whom (decision 0030). Thread-safe.
///
/// Every node probes some peers in each zone, its own included: those that rendezvous hashing gives
/// it, so that all collectors agree without talking to each other, and a peer that comes or goes
/// changes nothing but the probes of itself. Where a zone has no more peers than that, everybody
/// probes all of them. A node probes its own responder only if it is alone in its zone: otherwise
/// the zone would have no distance to itself, and every zone pair must have one.
public final class PeerPlan {
  private final LiveTopology topology;
  private final PlanSettings settings;
  private volatile View latest = new View(Topology.NOTHING);

  private record Candidate(Peer peer, long hash) {}

  private record Weighted(Candidate candidate, long weight) {}

  /// A topology by zone, with the hash of each node.
  private record View(
      Topology of, Map<String, List<Candidate>> candidates, Map<String, Long> nodes) {
    View(Topology of) {
      this(
          of,
          of.peers().stream()
              .map(peer -> new Candidate(peer, StableHash.of(peer.node())))
              .collect(
                  Collectors.groupingBy(
                      one -> one.peer().zone(), TreeMap::new, Collectors.toList())),
          of.nodesByZone());
    }

    boolean isAlone(Peer peer) {
      return nodes.getOrDefault(peer.zone(), 0L) == 1;
    }
  }

  public PeerPlan(LiveTopology topology, PlanSettings settings) {
    this.topology = topology;
    this.settings = settings;
  }

  /// The peers that the agent on `node` is to probe, by zone, and in each by node.
  public List<Peer> peersFor(String node) {
    View view = view();
    List<Peer> chosen = new ArrayList<>();
    for (List<Candidate> zone : view.candidates().values()) {
      List<Candidate> others =
          zone.stream()
              .filter(one -> !one.peer().node().equals(node) || view.isAlone(one.peer()))
              .toList();
      chosen.addAll(chosen(StableHash.of(node), others));
    }
    return chosen;
  }

  private View view() {
    Topology now = topology.now();
    View view = latest;
    if (!view.of().equals(now)) {
      view = new View(now);
      latest = view;
    }
    return view;
  }

  /// Those of the lowest weights.
  private List<Peer> chosen(long prober, List<Candidate> others) {
    PriorityQueue<Weighted> lightest =
        new PriorityQueue<>(Comparator.comparingLong(Weighted::weight).reversed());
    for (Candidate one : others) {
      lightest.add(new Weighted(one, weight(prober, one.hash())));
      if (lightest.size() > settings.peersInAZone()) {
        lightest.remove();
      }
    }
    return lightest.stream()
        .map(one -> one.candidate().peer())
        .sorted(Comparator.comparing(Peer::node))
        .toList();
  }

  /// Of the edge from one node to another; the way back has another.
  private static long weight(long prober, long probed) {
    return StableHash.mixed(prober ^ Long.rotateLeft(probed, 17));
  }
}
