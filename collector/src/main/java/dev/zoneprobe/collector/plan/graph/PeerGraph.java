// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import dev.zoneprobe.collector.plan.graph.edge.Bounds;
import dev.zoneprobe.collector.plan.graph.edge.Completion;
import dev.zoneprobe.collector.plan.graph.edge.Edges;
import dev.zoneprobe.collector.plan.graph.edge.Zones;
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
/// A pure function of the nodes, the settings and the epoch, but for what a graph that is
/// [#following] another keeps of it: collectors that know the same nodes give the same answer. Only
/// nodes that may be probed belong into it; one that must not be, because it drains say, is a
/// stranger and may still ask for peers.
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
///    additions, some of these move besides. Of a graph that is [#following] another, all changes
///    together are at most twice the peers of the node that has most, for each node that came or
///    went. k itself becomes smaller where N grows past what `mostEdges` holds.
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
  private final Layout layout;
  private final GraphSettings settings;
  private final int spread;

  /// The graph that depends on nothing but these.
  ///
  /// @throws IllegalArgumentException if a node is named twice
  public PeerGraph(
      Map<String, ? extends Collection<String>> nodesByZone, GraphSettings settings, long epoch) {
    List<String> nodes = nodesByZone.values().stream().<String>mapMulti(Iterable::forEach).toList();
    refuseDoubles(nodes);
    NodeRing ring = new NodeRing(nodes, epoch);
    Zones zones = zones(nodesByZone, ring);
    this.settings = settings;
    spread = spread(settings, ring.size(), zones.count());
    Bounds bounds = bounds(settings, spread, ring.size());
    layout = new Layout(ring, zones, new Edges(ring.size(), bounds.peers()));
    new Completion(layout.draft(bounds, 0)).complete(settings.mostEdges());
  }

  private PeerGraph(Layout layout, GraphSettings settings, int spread) {
    this.layout = layout;
    this.settings = settings;
    this.spread = spread;
  }

  private static Zones zones(Map<String, ? extends Collection<String>> nodesByZone, NodeRing ring) {
    SortedMap<String, int[]> members = new TreeMap<>();
    nodesByZone.forEach((zone, names) ->
        members.put(zone, names.stream().mapToInt(ring::indexOf).sorted().toArray()));
    members.values().removeIf(zone -> zone.length == 0);
    return new Zones(members);
  }

  /// The graph that takes the place of `before` when nodes have come or gone: this one, or one over
  /// the same nodes that is nearer to it. What is computed from names alone can change more edges
  /// than a node needs for itself; this one then changes as many as may, see guarantee 4.
  ///
  /// @param before one of the same epoch and settings; of another, nothing is kept
  public PeerGraph following(PeerGraph before) {
    return isLike(before)
        ? new PeerGraph(
            new Succession(before.layout, layout).result(bounds(), settings.mostEdges()),
            settings,
            spread)
        : this;
  }

  private boolean isLike(PeerGraph other) {
    return settings.equals(other.settings)
        && layout.ring().epoch() == other.layout.ring().epoch()
        && bounds().equals(other.bounds());
  }

  /// The peers that `node` is to probe, without repetition, itself only if it is alone in its zone.
  /// A node that is not in the graph gets as many as the others, and nobody else's change.
  public List<String> peersOf(String node) {
    NodeRing ring = layout.ring();
    int index = ring.find(node);
    if (index < 0) {
      int next = ring.indexAfter(node);
      return IntStream.range(0, Math.min(spread, ring.size()))
          .mapToObj(offset -> ring.node((next + offset) % ring.size()))
          .toList();
    }
    return layout.edges().from(index).stream().map(ring::node).toList();
  }

  /// k: the peers per node that the settings leave for this many nodes. Smaller clusters than that
  /// are meshed fully.
  public int spread() {
    return spread;
  }

  /// How many edges there are beyond k for every node, for pairs of small zones.
  public int additions() {
    return layout.edges().additions();
  }

  /// How many edges there are.
  public int edges() {
    return layout.edges().count();
  }

  private Bounds bounds() {
    return bounds(settings, spread, layout.ring().size());
  }

  private static Bounds bounds(GraphSettings settings, int spread, int nodes) {
    int degree = Math.max(0, Math.min(spread, nodes - 1));
    return new Bounds(degree, settings.mostPeersPerNode(), settings.edgesPerZonePair());
  }

  /// Room for guarantee 1 is kept first.
  private static int spread(GraphSettings settings, int nodes, int zones) {
    long kept = (long) settings.edgesPerZonePair() * zones * zones;
    long affordable = Math.max(0, settings.mostEdges() - kept) / Math.max(1, nodes);
    return (int) Math.min(settings.peersPerNode(), affordable);
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
