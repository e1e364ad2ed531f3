// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import static java.util.Comparator.comparingLong;

import dev.zoneprobe.hash.StableHash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IntSummaryStatistics;

/// Makes the degrees of a zone's nodes differ by one at most: while they do not, one edge of a node
/// that has most is given to a node that has fewest. Not thread-safe.
///
/// An edge keeps its other end and its two zones, so no pair of zones and nobody else's degree
/// changes. There always is such an edge: who has two more than another has two that the other has
/// not, and one of these may lead to the other itself.
final class Levelling {
  private final long[] names;

  /// @param names the hash of each node's name
  Levelling(long[] names) {
    this.names = names;
  }

  /// Levels the nodes of one zone, by the edges that go out from them.
  void level(int[] zone, Edges edges) {
    IntSummaryStatistics degrees = degrees(zone, edges);
    while (degrees.getMax() - degrees.getMin() > 1) {
      int giver = first(zone, edges, degrees.getMax(), 0);
      move(giver, first(zone, edges, degrees.getMin(), names[giver]), edges);
      degrees = degrees(zone, edges);
    }
  }

  private static IntSummaryStatistics degrees(int[] zone, Edges edges) {
    return Arrays.stream(zone).map(edges::degree).summaryStatistics();
  }

  private void move(int giver, int taker, Edges edges) {
    int end =
        edges.from(giver).stream()
            .filter(other -> other != taker && !edges.contain(taker, other))
            .min(rank(names[giver] ^ names[taker]))
            .orElseThrow();
    edges.remove(giver, end);
    edges.add(taker, end);
  }

  private int first(int[] zone, Edges edges, int degree, long salt) {
    return Arrays.stream(zone)
        .filter(node -> edges.degree(node) == degree)
        .boxed()
        .min(rank(salt))
        .orElseThrow();
  }

  private Comparator<Integer> rank(long salt) {
    return comparingLong(node -> StableHash.mixed(names[node] ^ salt));
  }
}
