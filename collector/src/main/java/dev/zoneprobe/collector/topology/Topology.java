// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All peers that are known, each node once. Immutable.
public record Topology(List<Peer> peers) {
  /// Copies the list; refuses a node that is in it twice.
  public Topology {
    peers = List.copyOf(peers);
    long nodes = peers.stream().map(Peer::node).distinct().count();
    if (nodes != peers.size()) {
      throw new IllegalArgumentException(peers.size() + " peers on " + nodes + " nodes");
    }
  }

  /// How many nodes each zone has, by zone.
  public SortedMap<String, Long> nodesByZone() {
    return peers.stream()
        .collect(Collectors.groupingBy(Peer::zone, TreeMap::new, Collectors.counting()));
  }
}
