// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

import dev.zoneprobe.hash.StableHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// The zones of the nodes of a circle, by number, in the order of their names. Not changed once
/// constructed.
public final class Zones {
  private final List<String> names;
  private final List<int[]> members;
  private final int[] zoneOf;
  private final Set<Integer> without;

  /// @param members the indexes of each zone's nodes, at least one; together all from 0 on
  public Zones(SortedMap<String, int[]> members) {
    this(
        List.copyOf(members.keySet()),
        List.copyOf(members.values()),
        zoneOfEach(members),
        Set.of());
  }

  private Zones(List<String> names, List<int[]> members, int[] zoneOf, Set<Integer> without) {
    this.names = names;
    this.members = members;
    this.zoneOf = zoneOf;
    this.without = without;
  }

  private static int[] zoneOfEach(SortedMap<String, int[]> members) {
    int[] zoneOf = new int[members.values().stream().mapToInt(zone -> zone.length).sum()];
    int number = 0;
    for (int[] zone : members.values()) {
      for (int node : zone) {
        zoneOf[node] = number;
      }
      number++;
    }
    return zoneOf;
  }

  /// The same zones without some nodes, which may leave zones without any. It is still known where
  /// those nodes were.
  public Zones without(Set<Integer> nodes) {
    List<int[]> rest = new ArrayList<>();
    for (int[] zone : members) {
      rest.add(Arrays.stream(zone).filter(node -> !nodes.contains(node)).toArray());
    }
    return new Zones(names, List.copyOf(rest), zoneOf, nodes);
  }

  /// How many there are.
  public int count() {
    return names.size();
  }

  /// The nodes of one zone.
  public int[] membersOf(int zone) {
    return members.get(zone);
  }

  /// The nodes of each zone.
  public List<int[]> all() {
    return members;
  }

  /// Whether a node belongs to them, or is one of those they are without.
  boolean have(int node) {
    return !without.contains(node);
  }

  /// The zone of a node.
  public int of(int node) {
    return zoneOf[node];
  }

  /// The name of the zone of a node.
  public String nameOf(int node) {
    return names.get(of(node));
  }

  /// Whether a zone has one node only.
  boolean isSingle(int zone) {
    return membersOf(zone).length == 1;
  }

  /// How many different edges there can be from one zone to another. A node that is alone in its
  /// zone may probe itself.
  long possible(int from, int to) {
    long sources = membersOf(from).length;
    return from != to ? sources * membersOf(to).length : sources == 1 ? 1 : sources * (sources - 1);
  }

  /// A hash of two zones' names in their order.
  long hashOf(int from, int to) {
    return StableHash.mixed(
        StableHash.of(names.get(from)) + StableHash.mixed(StableHash.of(names.get(to))));
  }
}
