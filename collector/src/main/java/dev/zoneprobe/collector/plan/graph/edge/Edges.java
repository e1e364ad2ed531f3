// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who probes whom, by indexes in a circle: everybody the `degree` nodes after it, but for the
/// edges that were added or removed. Only those take memory. Not thread-safe.
public final class Edges {
  private final int nodes;
  private final int degree;
  private final int direction;
  private final Map<Integer, SortedSet<Integer>> changedFrom;
  private final Map<Integer, SortedSet<Integer>> changedTo;

  /// @param degree less than `nodes`
  public Edges(int nodes, int degree) {
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
  public Edges reversed() {
    return new Edges(nodes, degree, -direction, changedTo, changedFrom);
  }

  /// The circle alone.
  public Edges circle() {
    return new Edges(nodes, degree);
  }

  /// Whether these are the circle alone.
  public boolean areTheCircle() {
    return changedFrom.values().stream().allMatch(Set::isEmpty);
  }

  /// The same edges, to be changed apart from these.
  public Edges copy() {
    return new Edges(nodes, degree, direction, copy(changedFrom), copy(changedTo));
  }

  private static Map<Integer, SortedSet<Integer>> copy(Map<Integer, SortedSet<Integer>> changed) {
    Map<Integer, SortedSet<Integer>> copy = new HashMap<>();
    changed.forEach((node, others) -> copy.put(node, new TreeSet<>(others)));
    return copy;
  }

  /// Whether there is an edge.
  public boolean contain(int from, int to) {
    return isOfTheCircle(from, to) != changed(from).contains(to);
  }

  /// Adds an edge that is not there.
  public void add(int from, int to) {
    change(from, to);
  }

  /// Removes an edge that is there.
  public void remove(int from, int to) {
    change(from, to);
  }

  /// Where the edges of a node lead.
  public List<Integer> from(int node) {
    List<Integer> ends = new ArrayList<>();
    forEachFrom(node, (_, to) -> ends.add(to));
    return ends;
  }

  /// Shows every edge.
  public void forEach(EdgeAction action) {
    for (int from = 0; from < nodes; from++) {
      forEachFrom(from, action);
    }
  }

  private void forEachFrom(int node, EdgeAction action) {
    SortedSet<Integer> changed = changed(node);
    for (int offset = 1; offset <= degree; offset++) {
      int to = at(node, offset);
      if (changed.isEmpty() || !changed.contains(to)) {
        action.take(node, to);
      }
    }
    for (int to : changed) {
      if (!isOfTheCircle(node, to)) {
        action.take(node, to);
      }
    }
  }

  /// Takes one edge.
  public interface EdgeAction {
    /// Takes it.
    void take(int from, int to);
  }

  /// How many edges a node has.
  public int degree(int node) {
    int edges = degree;
    for (int to : changed(node)) {
      edges += isOfTheCircle(node, to) ? -1 : 1;
    }
    return edges;
  }

  /// How many edges there are.
  public int count() {
    return nodes * degree + additions();
  }

  /// How many edges there are beside those of the circle.
  public int additions() {
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
