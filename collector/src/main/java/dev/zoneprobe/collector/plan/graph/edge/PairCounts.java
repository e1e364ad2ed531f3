// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

/// How many edges there are from zone to zone. Not thread-safe.
final class PairCounts {
  private final Zones zones;
  private final int[][] counts;
  private final boolean backwards;

  private PairCounts(Zones zones, int[][] counts, boolean backwards) {
    this.zones = zones;
    this.counts = counts;
    this.backwards = backwards;
  }

  static PairCounts of(Zones zones, Edges edges) {
    int[][] counts = new int[zones.count()][zones.count()];
    edges.forEach((from, to) -> counts[zones.of(from)][zones.of(to)]++);
    return new PairCounts(zones, counts, false);
  }

  /// The same counts for edges in the other direction: what changes here changes there.
  PairCounts reversed() {
    return new PairCounts(zones, counts, !backwards);
  }

  int between(int from, int to) {
    return backwards ? counts[to][from] : counts[from][to];
  }

  void change(int source, int destination, int by) {
    int from = zones.of(backwards ? destination : source);
    int to = zones.of(backwards ? source : destination);
    counts[from][to] += by;
  }
}
