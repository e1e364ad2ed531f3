// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

import dev.zoneprobe.hash.StableHash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A graph under construction: its edges, how many of them each pair of zones has, and how many are
/// wanted. Not thread-safe.
public final class Draft {
  private final Zones zones;
  private final Edges edges;
  private final PairCounts counts;
  private final long[] names;
  private final Bounds bounds;
  private final int way;

  /// @param edges what is changed
  /// @param names the hash of each node's name
  /// @param way which of equal nodes come first; in the circle's order, if 0
  public Draft(Zones zones, Edges edges, long[] names, Bounds bounds, int way) {
    this.zones = zones;
    this.edges = edges;
    this.counts = PairCounts.of(zones, edges);
    this.names = names;
    this.bounds = bounds;
    this.way = way;
  }

  private Draft(Draft other, Edges edges, PairCounts counts) {
    this.zones = other.zones;
    this.edges = edges;
    this.counts = counts;
    this.names = other.names;
    this.bounds = other.bounds;
    this.way = other.way;
  }

  /// The same graph, seen by those who are probed: what changes here changes there.
  public Draft reversed() {
    return new Draft(this, edges.reversed(), counts.reversed());
  }

  /// The zones of its nodes.
  public Zones zones() {
    return zones;
  }

  /// The hash of a node's name.
  long name(int node) {
    return names[node];
  }

  /// Adds an edge that is not there.
  public void add(int from, int to) {
    edges.add(from, to);
    counts.change(from, to, 1);
  }

  /// Removes an edge that is there.
  public void remove(int from, int to) {
    edges.remove(from, to);
    counts.change(from, to, -1);
  }

  /// Whether there is an edge.
  public boolean contains(int from, int to) {
    return edges.contain(from, to);
  }

  /// Where the edges of a node lead.
  public List<Integer> from(int node) {
    return edges.from(node);
  }

  /// How many edges a node has.
  public int degree(int node) {
    return edges.degree(node);
  }

  int between(int from, int to) {
    return counts.between(from, to);
  }

  /// Whether there could be an edge that is not there. Only who is alone in its zone probes itself.
  public boolean mayAdd(int from, int to) {
    return zones.have(from)
        && zones.have(to)
        && (from != to || isAlone(from))
        && !contains(from, to);
  }

  /// Whether a node is alone in its zone.
  public boolean isAlone(int node) {
    return zones.isSingle(zones.of(node));
  }

  /// Whether two nodes are of one zone.
  public boolean areSiblings(int node, int other) {
    return zones.of(node) == zones.of(other);
  }

  /// Whether the zones of two nodes have fewer edges than they are to have.
  public boolean isLacking(int from, int to) {
    return surplus(from, to) < 0;
  }

  /// Whether the zones of two nodes have more edges than they have to have.
  public boolean canSpare(int from, int to) {
    return surplus(from, to) > 0;
  }

  private long surplus(int from, int to) {
    int source = zones.of(from);
    int destination = zones.of(to);
    return between(source, destination)
        - Math.min(bounds.perPair(), zones.possible(source, destination));
  }

  /// Whether a node may have one edge more.
  public boolean hasRoom(int node) {
    return degree(node) < bounds.mostPeers();
  }

  /// How many edges there are.
  public int count() {
    return edges.count();
  }

  /// Whether a node has fewer edges than it is to have.
  boolean isBelowUsual(int node) {
    return degree(node) < bounds.peers();
  }

  /// Whether a node has fewer edges than it is to have, or two fewer than another of its zone.
  public boolean isShort(int node) {
    return isBelowUsual(node) || siblings(node).anyMatch(other -> degree(other) > degree(node) + 1);
  }

  /// Gives a node that is short of edges some to others, of which no zone becomes uneven.
  public void fill(int node) {
    Draft others = reversed();
    for (int end = node + 1; end < node + names.length && isShort(node); end++) {
      int other = end % names.length;
      if (mayAdd(node, other) && others.hasRoom(other) && others.hasFewest(other)) {
        add(node, other);
      }
    }
  }

  private boolean hasFewest(int node) {
    return siblings(node).noneMatch(other -> degree(other) < degree(node));
  }

  /// The nodes of a node's zone.
  public IntStream siblings(int node) {
    return Arrays.stream(zones.membersOf(zones.of(node)));
  }

  /// An order of nodes that depends on their names and `salt`.
  public Comparator<Integer> rank(long salt) {
    return Comparator.comparingLong(node -> StableHash.mixed(names[node] ^ (salt + way)));
  }

  /// By how many steps it takes through the circle to get there from `node`, unless it is another
  /// way's turn.
  public Comparator<Integer> bySteps(int node) {
    return way == 0
        ? Comparator.comparingInt(other -> Math.floorMod(other - node, size()))
        : rank(node);
  }

  /// How many nodes there are.
  public int size() {
    return names.length;
  }

  /// How many edges every node is to have, both ways.
  public int peers() {
    return bounds.peers();
  }

  int perPair() {
    return bounds.perPair();
  }
}
