// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import dev.zoneprobe.collector.plan.graph.Cluster.Edge;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The edges of a cluster's graph, counted one by one.
record Census(Cluster cluster, Set<Edge> edges) {
  static Census of(Cluster cluster, PeerGraph graph) {
    Set<Edge> edges = new HashSet<>();
    cluster
        .zoneOfNode()
        .keySet()
        .forEach(node -> graph.peersOf(node).forEach(peer -> edges.add(new Edge(node, peer))));
    return new Census(cluster, edges);
  }

  /// By source zone and destination zone.
  private Map<List<String>, Long> perZonePair() {
    Map<String, String> zones = cluster.zoneOfNode();
    return edges.stream()
        .collect(
            Collectors.groupingBy(
                edge -> Stream.of(edge.from(), edge.to()).map(zones::get).toList(),
                Collectors.counting()));
  }

  /// Pairs of zones that have neither `wanted` edges nor as many as there can be.
  Set<List<String>> pairsWithout(int wanted) {
    Map<List<String>, Long> counts = perZonePair();
    Set<List<String>> without = new HashSet<>();
    for (String from : cluster.zones().keySet()) {
      for (String to : cluster.zones().keySet()) {
        List<String> pair = List.of(from, to);
        if (counts.getOrDefault(pair, 0L) < Math.min(wanted, cluster.possible(from, to))) {
          without.add(pair);
        }
      }
    }
    return without;
  }

  /// Nodes that probe themselves.
  Set<String> selfProbers() {
    return edges.stream()
        .filter(edge -> edge.from().equals(edge.to()))
        .map(Edge::from)
        .collect(Collectors.toSet());
  }

  /// How many peers each node has.
  Map<String, Integer> peers() {
    return degrees(Edge::from);
  }

  /// How many nodes probe each node.
  Map<String, Integer> probers() {
    return degrees(Edge::to);
  }

  private Map<String, Integer> degrees(Function<Edge, String> end) {
    Map<String, Integer> degrees = new HashMap<>();
    cluster.zoneOfNode().keySet().forEach(node -> degrees.put(node, 0));
    edges.forEach(edge -> degrees.merge(end.apply(edge), 1, Integer::sum));
    return degrees;
  }

  /// The peers, or the probers, of the node that has most of either.
  int busiest() {
    return Stream.of(peers(), probers())
        .flatMap(degrees -> degrees.values().stream())
        .mapToInt(Integer::intValue)
        .max()
        .orElseThrow();
  }

  /// By how much the degrees of a zone's nodes differ at most, in the most uneven zone.
  int unevenness() {
    return Stream.of(peers(), probers())
        .flatMap(degrees -> cluster.zones().values().stream().map(zone -> range(zone, degrees)))
        .mapToInt(range -> range.getMax() - range.getMin())
        .max()
        .orElseThrow();
  }

  private static IntSummaryStatistics range(List<String> nodes, Map<String, Integer> degrees) {
    return nodes.stream().mapToInt(degrees::get).summaryStatistics();
  }

  /// How many edges came or went, whichever are more, since `before`.
  int changesSince(Census before) {
    return Math.max(edgesNotIn(before).size(), before.edgesNotIn(this).size());
  }

  Set<Edge> edgesNotIn(Census other) {
    Set<Edge> rest = new HashSet<>(edges);
    rest.removeAll(other.edges);
    return rest;
  }
}
