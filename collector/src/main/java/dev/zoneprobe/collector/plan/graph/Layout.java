// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import dev.zoneprobe.collector.plan.graph.edge.Bounds;
import dev.zoneprobe.collector.plan.graph.edge.Draft;
import dev.zoneprobe.collector.plan.graph.edge.Edges;
import dev.zoneprobe.collector.plan.graph.edge.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Nodes in their circle, their zones and their edges, all by the same indexes.
record Layout(NodeRing ring, Zones zones, Edges edges) {
  private record Edge(int from, int to) {}

  /// How many edges there are here that `other` has not.
  int edgesNotIn(Layout other) {
    return lackingIn(other).size();
  }

  private List<Edge> lackingIn(Layout other) {
    int[] there = indexesIn(other);
    List<Edge> lacking = new ArrayList<>();
    edges.forEach((from, to) -> {
      if (!other.has(there[from], there[to])) {
        lacking.add(new Edge(from, to));
      }
    });
    return lacking;
  }

  private boolean has(int from, int to) {
    return from >= 0 && to >= 0 && edges.contain(from, to);
  }

  /// The nodes that are not in `other`, or in another zone there.
  List<Integer> nodesNotIn(Layout other) {
    int[] there = indexesIn(other);
    return IntStream.range(0, ring.size())
        .filter(
            node -> there[node] < 0 || !zones.nameOf(node).equals(other.zones.nameOf(there[node])))
        .boxed()
        .toList();
  }

  /// The nodes and zones of this one, with those edges of `other` that are between them.
  Layout withEdgesOf(Layout other) {
    Layout mixed = new Layout(ring, zones, edges.circle());
    List<Edge> missing = other.lackingIn(mixed);
    mixed.lackingIn(other).forEach(edge -> mixed.edges.remove(edge.from(), edge.to()));
    int[] here = other.indexesIn(this);
    missing.stream()
        .filter(edge -> here[edge.from()] >= 0 && here[edge.to()] >= 0)
        .forEach(edge -> mixed.edges.add(here[edge.from()], here[edge.to()]));
    return mixed;
  }

  /// Its edges, to be changed.
  ///
  /// @param way which of equal nodes come first, from 0 on
  Draft draft(Bounds bounds, int way) {
    return new Draft(zones, edges, ring.names(), bounds, way);
  }

  /// The largest number of edges that a node has, either way.
  int busiest() {
    return IntStream.range(0, ring.size())
        .map(node -> Math.max(edges.degree(node), edges.reversed().degree(node)))
        .max()
        .orElse(0);
  }

  /// The index that each node has in `other`, or -1.
  private int[] indexesIn(Layout other) {
    return IntStream.range(0, ring.size()).map(node -> other.ring.find(ring.node(node))).toArray();
  }
}
