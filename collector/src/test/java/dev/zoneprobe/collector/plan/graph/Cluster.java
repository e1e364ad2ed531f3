// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Nodes of several zones, and what a graph over them looks like to somebody who counts.
record Cluster(SortedMap<String, List<String>> zones) {
  record Edge(String from, String to) {}

  /// `sizes` nodes in one zone each.
  static Cluster of(int... sizes) {
    SortedMap<String, List<String>> zones = new TreeMap<>();
    for (int zone = 0; zone < sizes.length; zone++) {
      List<String> nodes = new ArrayList<>();
      for (int node = 0; node < sizes[zone]; node++) {
        nodes.add("node-" + zone + "-" + node);
      }
      zones.put("zone-" + zone, nodes);
    }
    return new Cluster(zones);
  }

  /// Up to nine zones; sizes from one node to thousands, each magnitude as likely as the others.
  static Cluster random(Random random) {
    int[] sizes = new int[1 + random.nextInt(9)];
    for (int zone = 0; zone < sizes.length; zone++) {
      sizes[zone] = (int) Math.pow(5_000.0 / sizes.length, random.nextDouble());
    }
    return of(sizes);
  }

  Cluster with(String zone, String node) {
    SortedMap<String, List<String>> more = new TreeMap<>(zones);
    List<String> nodes = new ArrayList<>(nodes(zone));
    nodes.add(node);
    more.put(zone, nodes);
    return new Cluster(more);
  }

  Cluster without(String zone, String node) {
    SortedMap<String, List<String>> fewer = new TreeMap<>(zones);
    fewer.put(zone, nodes(zone).stream().filter(other -> !other.equals(node)).toList());
    fewer.values().removeIf(List::isEmpty);
    return new Cluster(fewer);
  }

  PeerGraph graph(GraphSettings settings, long epoch) {
    return new PeerGraph(zones, settings, epoch);
  }

  Set<Edge> edges(GraphSettings settings, long epoch) {
    return census(settings, epoch).edges();
  }

  Census census(GraphSettings settings, long epoch) {
    return Census.of(this, graph(settings, epoch));
  }

  /// Whether a node is the only one of its zone.
  boolean isAlone(String node) {
    return zones.containsValue(List.of(node));
  }

  List<Integer> sizes() {
    return zones.values().stream().map(List::size).toList();
  }

  int size() {
    return zones.values().stream().mapToInt(List::size).sum();
  }

  /// How many different edges there can be from one zone to another.
  long possible(String from, String to) {
    long sources = nodes(from).size();
    long destinations = nodes(to).size();
    return !from.equals(to) ? sources * destinations : Math.max(1, sources * (sources - 1));
  }

  List<String> nodes(String zone) {
    return zones.getOrDefault(zone, List.of());
  }

  Map<String, String> zoneOfNode() {
    Map<String, String> found = new TreeMap<>();
    zones.forEach((zone, nodes) -> nodes.forEach(node -> found.put(node, zone)));
    return found;
  }
}
