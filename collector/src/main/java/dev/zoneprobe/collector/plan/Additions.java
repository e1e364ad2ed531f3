// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import static java.util.Comparator.comparingInt;

import dev.zoneprobe.hash.StableHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.IntPredicate;

/// The edges that a circle, in which every node probes the `degree` after it, lacks for every
/// ordered pair of zones to have enough. Not changed once constructed.
///
/// Nodes are indexes in the circle. An edge goes to the source and the destination that have the
/// fewest additions; among equals each pair of zones has an order of its own, from hashes of names.
/// So one edge more or less changes few others: pairs seldom want the same node.
final class Additions {
  private final List<int[]> zones;
  private final long[] zoneNames;
  private final long[] names;
  private final int nodes;
  private final int degree;
  private final GraphSettings settings;
  private final Map<Integer, List<Integer>> peers = new HashMap<>();
  private final int[] outgoing;
  private final int[] incoming;
  private final int[][] edges;
  private int count;

  /// @param zones the members of each zone; together all nodes of the circle
  /// @param names the hash of each node's name
  Additions(SortedMap<String, int[]> zones, long[] names, int degree, GraphSettings settings) {
    this.zones = List.copyOf(zones.values());
    this.zoneNames = zones.keySet().stream().mapToLong(StableHash::of).toArray();
    this.names = names;
    this.degree = degree;
    this.settings = settings;
    nodes = names.length;
    outgoing = new int[nodes];
    incoming = new int[nodes];
    edges = edgesOfTheCircle();
    for (int round = 1; round <= settings.edgesPerZonePair(); round++) {
      bringAllPairsTo(round);
    }
  }

  /// The peers that were added to those of the circle.
  List<Integer> peersOf(int node) {
    return peers.getOrDefault(node, List.of());
  }

  int count() {
    return count;
  }

  private int[][] edgesOfTheCircle() {
    int[] zoneOf = new int[nodes];
    for (int zone = 0; zone < zones.size(); zone++) {
      for (int member : zones.get(zone)) {
        zoneOf[member] = zone;
      }
    }
    int[][] found = new int[zones.size()][zones.size()];
    for (int node = 0; node < nodes; node++) {
      for (int offset = 1; offset <= degree; offset++) {
        found[zoneOf[node]][zoneOf[(node + offset) % nodes]]++;
      }
    }
    return found;
  }

  private void bringAllPairsTo(int round) {
    for (int from = 0; from < zones.size(); from++) {
      for (int to = 0; to < zones.size(); to++) {
        if (edges[from][to] < round && nodes * (long) degree + count < settings.mostEdges()) {
          addOne(from, to);
        }
      }
    }
  }

  private void addOne(int from, int to) {
    long pair = StableHash.mixed(zoneNames[from] + StableHash.mixed(zoneNames[to]));
    OptionalInt source = fewest(from, outgoing, pair, node -> destination(node, to, pair) >= 0);
    if (source.isPresent()) {
      add(source.getAsInt(), destination(source.getAsInt(), to, pair));
      edges[from][to]++;
    }
  }

  /// Negative if there is none.
  private int destination(int source, int zone, long pair) {
    return fewest(zone, incoming, ~pair, node -> mayProbe(source, node, zone)).orElse(-1);
  }

  private void add(int source, int destination) {
    peers.computeIfAbsent(source, _ -> new ArrayList<>()).add(destination);
    outgoing[source]++;
    incoming[destination]++;
    count++;
  }

  private boolean mayProbe(int source, int node, int zone) {
    int offset = Math.floorMod(node - source, nodes);
    boolean other = offset > degree || (offset == 0 && zones.get(zone).length == 1);
    return other && !peersOf(source).contains(node);
  }

  /// Of the nodes of `zone` that have room and are wanted, the first of those with the fewest added
  /// edges, in the order of `pair`.
  private OptionalInt fewest(int zone, int[] added, long pair, IntPredicate wanted) {
    int room = settings.mostPeersPerNode() - degree;
    return Arrays.stream(zones.get(zone))
        .filter(node -> added[node] < room)
        .boxed()
        .sorted(comparingInt((Integer node) -> added[node]).thenComparing(rank(pair)))
        .mapToInt(Integer::intValue)
        .filter(wanted)
        .findFirst();
  }

  private Comparator<Integer> rank(long pair) {
    return Comparator.comparingLong(node -> StableHash.mixed(names[node] ^ pair));
  }
}
