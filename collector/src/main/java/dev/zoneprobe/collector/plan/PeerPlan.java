// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import java.util.List;

/// Everybody probes everybody else. Thread-safe.
///
/// A node probes its own responder only if it is alone in its zone: otherwise the zone would have
/// no distance to itself, and every zone pair must have one.
public final class PeerPlan {
  private final Topology topology;

  public PeerPlan(Topology topology) {
    this.topology = topology;
  }

  /// The peers that the agent on `node` is to probe, in the order of the topology.
  public List<Peer> peersFor(String node) {
    return topology.peers().stream()
        .filter(peer -> !peer.node().equals(node) || isAloneInItsZone(peer))
        .toList();
  }

  private boolean isAloneInItsZone(Peer peer) {
    return topology.nodesByZone().getOrDefault(peer.zone(), 0L) == 1;
  }
}
