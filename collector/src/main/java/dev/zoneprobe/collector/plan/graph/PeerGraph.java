// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Who probes whom, for clusters in which not everybody can probe everybody. Immutable.
///
/// A pure function of the nodes, the settings and the epoch: collectors that know the same nodes
/// give the same answer, whatever each of them saw before. Only nodes that may be probed belong
/// into it; one that must not be, because it drains say, is a stranger and may still ask for peers.
///
/// Guarantees, with N nodes and k peers per node (see [#spread()]):
///
/// 1. Every ordered pair of zones, own zones included, has at least `edgesPerZonePair` edges, or as
///    many as there are pairs of different nodes, if its nodes have room for them. A node that is
///    alone in its zone probes itself, so that its zone has a distance to itself.
/// 2. Every node has k peers and is a peer of k nodes. What guarantee 1 needs beyond that, the
///    [#additions()], is shared evenly: within a zone, degrees differ by one at most, both ways.
/// 3. No node has more than `mostPeersPerNode` peers or is a peer of more nodes than that, and
///    there are at most `mostEdges` edges.
/// 4. A node that joins or leaves changes nothing but its own k peers, the k nodes that probe it,
///    and one peer of each of these k: 2k edges on one side, k on the other. Where small zones need
///    additions, some of these move besides; the whole is seldom more than twice the peers of the
///    node that has most, and at most about three times. k itself becomes smaller where N grows
///    past what `mostEdges` holds.
/// 5. From one epoch to the next about a fifth of the edges change; in the long run every node
///    probes every other.
public final class PeerGraph {
  /*
   * All nodes stand in a circle, each at the hash of its name, and each probes the k nodes after
   * it. So everybody has k peers and is a peer of k, exactly. A node that joins becomes a peer of
   * the k before it, each of which gives up its farthest peer, and gets k of its own: 2k edges
   * more, k fewer, and nobody else notices. Leaving is the same backwards. The circle knows no
   * zones, which is what makes this work: a regular graph between two zones of different sizes
   * has to deal destinations out by rank, and a rank changes for half of all nodes when one joins.
   *
   * In a circle of hashes zones are mixed, so a pair of zones with a and b nodes has about
   * k * a * b / N edges. For large zones that is far more than they need. Pairs of small zones may
   * have none, and get theirs added, each edge between the source and the destination that have
   * the fewest. Where nearly every pair of nodes is needed there is little choice, so in the end
   * edges move from node to node within a zone until degrees are even.
   *
   * Of the edges, only those added or moved are stored; the others are differences of indexes.
   */
  private final NodeRing ring;
  private final int spread;
  private final Edges edges;

  /// @throws IllegalArgumentException if a node is named twice
  public PeerGraph(
      Map<String, ? extends Collection<String>> nodesByZone, GraphSettings settings, long epoch) {
    List<String> nodes = nodesByZone.values().stream().<String>mapMulti(Iterable::forEach).toList();
    refuseDoubles(nodes);
    ring = new NodeRing(nodes, epoch);
    SortedMap<String, int[]> members = new TreeMap<>();
    nodesByZone.forEach((zone, names) -> members.put(zone, indexesOf(names)));
    members.values().removeIf(zone -> zone.length == 0);
    Zones zones = new Zones(members);
    spread = spread(settings, ring.size(), zones.count());
    edges = new Edges(ring.size(), degree());
    complete(zones, settings);
  }

  private void complete(Zones zones, GraphSettings settings) {
    long[] names = ring.names();
    long room = settings.mostEdges() - (long) ring.size() * degree();
    Additions additions = new Additions(zones, edges, names, settings.mostPeersPerNode());
    Shortage.of(zones, edgesOfTheCircle(zones), settings.edgesPerZonePair(), room)
        .forEach(additions::mend);
    Levelling levelling = new Levelling(names);
    for (int[] zone : zones.all()) {
      levelling.level(zone, edges);
      levelling.level(zone, edges.reversed());
    }
  }

  /// From zone to zone.
  private int[][] edgesOfTheCircle(Zones zones) {
    int[] zoneOf = zones.zoneOfEachNode(ring.size());
    int[][] found = new int[zones.count()][zones.count()];
    for (int node = 0; node < ring.size(); node++) {
      for (int offset = 1; offset <= degree(); offset++) {
        found[zoneOf[node]][zoneOf[(node + offset) % ring.size()]]++;
      }
    }
    return found;
  }

  /// The peers that `node` is to probe, without repetition, itself only if it is alone in its zone.
  /// A node that is not in the graph gets as many as the others, and nobody else's change.
  public List<String> peersOf(String node) {
    if (!ring.contains(node)) {
      int next = ring.indexAfter(node);
      return IntStream.range(0, Math.min(spread, ring.size()))
          .mapToObj(offset -> ring.node((next + offset) % ring.size()))
          .toList();
    }
    return edges.from(ring.indexOf(node)).stream().map(ring::node).toList();
  }

  /// k: the peers per node that the settings leave for this many nodes. Smaller clusters than that
  /// are meshed fully.
  public int spread() {
    return spread;
  }

  /// How many edges were added for pairs of small zones.
  public int additions() {
    return edges.additions();
  }

  /// How many edges there are.
  public int edges() {
    return ring.size() * degree() + additions();
  }

  private int degree() {
    return Math.max(0, Math.min(spread, ring.size() - 1));
  }

  /// Room for guarantee 1 is kept first.
  private static int spread(GraphSettings settings, int nodes, int zones) {
    long kept = (long) settings.edgesPerZonePair() * zones * zones;
    long affordable = Math.max(0, settings.mostEdges() - kept) / Math.max(1, nodes);
    return (int) Math.min(settings.peersPerNode(), affordable);
  }

  private int[] indexesOf(Collection<String> nodes) {
    return nodes.stream().mapToInt(ring::indexOf).sorted().toArray();
  }

  private static void refuseDoubles(List<String> nodes) {
    Set<String> seen = new HashSet<>();
    for (String node : nodes) {
      if (!seen.add(node)) {
        throw new IllegalArgumentException("node " + node + " is named twice");
      }
    }
  }
}
