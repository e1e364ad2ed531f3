// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The edges that a circle, in which every node probes the `degree` after it, lacks for every
/// ordered pair of zones to have enough. Not changed once constructed.
///
/// Nodes are indexes in the circle.
final class Additions {
  private final List<int[]> zones;
  private final int nodes;
  private final int degree;
  private final GraphSettings settings;
  private final Map<Integer, List<Integer>> peers = new HashMap<>();
  private final int[] outgoing;
  private final int[] incoming;
  private final int[][] edges;
  private int count;

  /// @param zones the members of each zone, ascending; together all nodes of the circle
  Additions(List<int[]> zones, int degree, GraphSettings settings) {
    this.zones = zones;
    this.degree = degree;
    this.settings = settings;
    nodes = zones.stream().mapToInt(members -> members.length).sum();
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
    OptionalInt source =
        fewest(zones.get(from), outgoing, node -> destination(node, to).isPresent());
    if (source.isPresent()) {
      add(source.getAsInt(), destination(source.getAsInt(), to).getAsInt());
      edges[from][to]++;
    }
  }

  private OptionalInt destination(int source, int zone) {
    return fewest(zones.get(zone), incoming, node -> mayProbe(source, node, zone));
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

  /// Of the members that have room and are wanted, the first of those with the fewest added edges.
  private OptionalInt fewest(int[] members, int[] added, IntPredicate wanted) {
    int room = settings.mostPeersPerNode() - degree;
    int least = Arrays.stream(members).map(node -> added[node]).min().orElse(room);
    return IntStream.range(least, room)
        .flatMap(level -> Arrays.stream(members).filter(node -> added[node] == level))
        .filter(wanted)
        .findFirst();
  }
}
