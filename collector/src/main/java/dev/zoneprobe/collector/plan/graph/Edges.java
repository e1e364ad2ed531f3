// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Who probes whom, by indexes in a circle: everybody the `degree` nodes after it, but for the
/// edges that were added or removed. Only those take memory. Not thread-safe.
final class Edges {
  private final int nodes;
  private final int degree;
  private final int direction;
  private final Map<Integer, SortedSet<Integer>> changedFrom;
  private final Map<Integer, SortedSet<Integer>> changedTo;

  /// @param degree less than `nodes`
  Edges(int nodes, int degree) {
    this(nodes, degree, 1, new HashMap<>(), new HashMap<>());
  }

  private Edges(
      int nodes,
      int degree,
      int direction,
      Map<Integer, SortedSet<Integer>> changedFrom,
      Map<Integer, SortedSet<Integer>> changedTo) {
    this.nodes = nodes;
    this.degree = degree;
    this.direction = direction;
    this.changedFrom = changedFrom;
    this.changedTo = changedTo;
  }

  /// The same edges, seen by those who are probed: what changes here changes there.
  Edges reversed() {
    return new Edges(nodes, degree, -direction, changedTo, changedFrom);
  }

  boolean contain(int from, int to) {
    return isOfTheCircle(from, to) != changed(from).contains(to);
  }

  /// Adds an edge that is not there.
  void add(int from, int to) {
    change(from, to);
  }

  /// Removes an edge that is there.
  void remove(int from, int to) {
    change(from, to);
  }

  /// Where the edges of a node lead.
  List<Integer> from(int node) {
    IntStream circle = IntStream.rangeClosed(1, degree).map(offset -> at(node, offset));
    IntStream others = changed(node).stream().mapToInt(to -> to);
    return IntStream.concat(circle, others.filter(to -> !isOfTheCircle(node, to)))
        .filter(to -> contain(node, to))
        .boxed()
        .toList();
  }

  /// How many edges a node has.
  int degree(int node) {
    int edges = degree;
    for (int to : changed(node)) {
      edges += isOfTheCircle(node, to) ? -1 : 1;
    }
    return edges;
  }

  /// How many edges there are beside those of the circle.
  int additions() {
    return changedFrom.keySet().stream().mapToInt(node -> degree(node) - degree).sum();
  }

  private void change(int from, int to) {
    toggle(changedFrom, from, to);
    toggle(changedTo, to, from);
  }

  private static void toggle(Map<Integer, SortedSet<Integer>> changed, int node, int other) {
    SortedSet<Integer> others = changed.computeIfAbsent(node, _ -> new TreeSet<>());
    if (!others.add(other)) {
      others.remove(other);
    }
  }

  private SortedSet<Integer> changed(int node) {
    return changedFrom.getOrDefault(node, Collections.emptySortedSet());
  }

  private boolean isOfTheCircle(int from, int to) {
    int offset = Math.floorMod(direction * (to - from), nodes);
    return 0 < offset && offset <= degree;
  }

  private int at(int node, int offset) {
    return Math.floorMod(node + direction * offset, nodes);
  }
}
