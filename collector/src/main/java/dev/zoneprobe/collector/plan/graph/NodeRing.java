// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import dev.zoneprobe.hash.StableHash;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// All nodes in a circle, in an order that depends on their names and the epoch only. Immutable.
///
/// A node keeps its place for [#TURNS] epochs; in each epoch one node in [#TURNS] moves. So a place
/// depends on no other node, and who comes or goes moves nobody.
final class NodeRing {
  /// Epochs in which every node moves once.
  static final int TURNS = 16;

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::position).thenComparing(Place::node);

  private final long epoch;
  private final List<Place> places;
  private final Map<String, Integer> indexes = new HashMap<>();

  private record Place(long position, String node) {}

  NodeRing(Collection<String> nodes, long epoch) {
    this.epoch = epoch;
    places = nodes.stream().map(this::placeOf).sorted(ORDER).toList();
    for (int i = 0; i < places.size(); i++) {
      indexes.put(node(i), i);
    }
  }

  long epoch() {
    return epoch;
  }

  int size() {
    return places.size();
  }

  String node(int index) {
    return places.get(index).node();
  }

  /// @throws NullPointerException if the node is not in the ring
  int indexOf(String node) {
    return Objects.requireNonNull(indexes.get(node));
  }

  /// The index of a node, or -1 if it is not in the ring.
  int find(String node) {
    return indexes.getOrDefault(node, -1);
  }

  /// The hash of each node's name, in the order of the circle.
  long[] names() {
    return places.stream().mapToLong(place -> StableHash.of(place.node())).toArray();
  }

  /// The index of the first node after the place that `stranger` would have; 0 to [#size()].
  int indexAfter(String stranger) {
    return -1 - Collections.binarySearch(places, placeOf(stranger), ORDER);
  }

  private Place placeOf(String node) {
    long name = StableHash.of(node);
    long turn = Math.floorDiv(epoch + Math.floorMod(name, TURNS), TURNS);
    return new Place(StableHash.mixed(name + StableHash.mixed(turn)), node);
  }
}
