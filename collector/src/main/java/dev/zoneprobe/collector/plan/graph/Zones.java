// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import dev.zoneprobe.hash.StableHash;
import java.util.List;
import java.util.SortedMap;

/// The zones of the nodes of a circle, by number, in the order of their names. Not changed once
/// constructed.
final class Zones {
  private final List<int[]> members;
  private final long[] names;

  /// @param members the indexes of each zone's nodes, at least one
  Zones(SortedMap<String, int[]> members) {
    this.members = List.copyOf(members.values());
    this.names = members.keySet().stream().mapToLong(StableHash::of).toArray();
  }

  int count() {
    return names.length;
  }

  int[] membersOf(int zone) {
    return members.get(zone);
  }

  List<int[]> all() {
    return members;
  }

  /// The number of the zone of each of the `nodes` nodes.
  int[] zoneOfEachNode(int nodes) {
    int[] zoneOf = new int[nodes];
    for (int zone = 0; zone < count(); zone++) {
      for (int member : membersOf(zone)) {
        zoneOf[member] = zone;
      }
    }
    return zoneOf;
  }

  /// Whether a zone has one node only.
  boolean isSingle(int zone) {
    return membersOf(zone).length == 1;
  }

  /// Whether a node is the only one of its zone.
  boolean isAlone(int node) {
    return members.stream().anyMatch(zone -> zone.length == 1 && zone[0] == node);
  }

  /// How many different edges there can be from one zone to another. A node that is alone in its
  /// zone may probe itself.
  long possible(int from, int to) {
    long sources = membersOf(from).length;
    return from != to ? sources * membersOf(to).length : Math.max(1, sources * (sources - 1));
  }

  /// A hash of two zones' names in their order.
  long hashOf(int from, int to) {
    return StableHash.mixed(names[from] + StableHash.mixed(names[to]));
  }
}
