// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

/// How many edges a peer graph may have. An edge is one node probing one peer; who knows how often
/// an edge is probed turns a budget in attempts a second into edges.
///
/// @param peersPerNode peers that every node has, at least 1; fewer where the budget is smaller
/// @param edgesPerZonePair edges that every ordered pair of zones has at least, 1 or more
/// @param mostPeersPerNode peers that no node exceeds, and nodes that no node is probed by more
///   than; at least `peersPerNode`
/// @param mostEdges edges of the whole graph that are never exceeded, at least 1
public record GraphSettings(
    int peersPerNode, int edgesPerZonePair, int mostPeersPerNode, int mostEdges) {
  /// Twelve nodes or fewer probe each other all; 5,000 have 60,000 edges.
  public static final GraphSettings DEFAULT = new GraphSettings(12, 4, 64, 75_000);

  public GraphSettings {
    refuseBelow(1, peersPerNode, "peersPerNode");
    refuseBelow(1, edgesPerZonePair, "edgesPerZonePair");
    refuseBelow(peersPerNode, mostPeersPerNode, "mostPeersPerNode");
    refuseBelow(1, mostEdges, "mostEdges");
  }

  private static void refuseBelow(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is at least " + least + ", not " + value);
    }
  }
}
