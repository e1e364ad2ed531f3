// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import static java.util.Comparator.comparingInt;

import dev.zoneprobe.hash.StableHash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/// Gives pairs of zones the edges that the circle leaves them short of. Not thread-safe.
///
/// An edge goes to the source and the destination that have the fewest; among equals each pair of
/// zones has an order of its own, from hashes of names. So one edge more or less moves few others:
/// pairs seldom want the same node.
final class Additions {
  private final Zones zones;
  private final Edges edges;
  private final long[] names;
  private final int mostPeersPerNode;

  /// @param edges those of the circle; get what is added
  /// @param names the hash of each node's name
  Additions(Zones zones, Edges edges, long[] names, int mostPeersPerNode) {
    this.zones = zones;
    this.edges = edges;
    this.names = names;
    this.mostPeersPerNode = mostPeersPerNode;
  }

  /// Adds what is short, as far as nodes have room.
  void mend(Shortage shortage) {
    for (int edge = 0; edge < shortage.edges(); edge++) {
      addOne(shortage);
    }
  }

  private void addOne(Shortage shortage) {
    int[] sources = zones.membersOf(shortage.from());
    int[] destinations = zones.membersOf(shortage.to());
    OptionalInt source =
        fewest(sources, edges, shortage.hash(), node -> mayProbeOneOf(node, destinations));
    source.ifPresent(node -> {
      OptionalInt destination =
          fewest(destinations, edges.reversed(), ~shortage.hash(), other -> mayProbe(node, other));
      edges.add(node, destination.orElseThrow());
    });
  }

  private boolean mayProbeOneOf(int source, int[] nodes) {
    return Arrays.stream(nodes)
        .anyMatch(node -> mayProbe(source, node) && hasRoom(node, edges.reversed()));
  }

  /// Only who is alone in its zone probes itself.
  private boolean mayProbe(int source, int node) {
    return (source != node || zones.isAlone(node)) && !edges.contain(source, node);
  }

  private boolean hasRoom(int node, Edges side) {
    return side.degree(node) < mostPeersPerNode;
  }

  /// Of the nodes that have room and are wanted, that with the fewest edges; the first of several
  /// in the order of `pair`.
  private OptionalInt fewest(int[] nodes, Edges side, long pair, IntPredicate wanted) {
    return Arrays.stream(nodes)
        .filter(node -> hasRoom(node, side) && wanted.test(node))
        .boxed()
        .min(comparingInt(side::degree).thenComparing(rank(pair)))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private Comparator<Integer> rank(long pair) {
    return Comparator.comparingLong(node -> StableHash.mixed(names[node] ^ pair));
  }
}
