// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An ordered pair of zones that has too few edges.
///
/// @param edges how many more it is to get, at least 1
/// @param hash a hash of the pair
/// @param single whether one of the zones has a single node
record Shortage(int from, int to, int edges, long hash, boolean single) {
  /// Who opens a zone comes last, and so moves nobody's edges.
  private static final Comparator<Shortage> ORDER =
      Comparator.comparing(Shortage::single, Boolean::compare).thenComparingLong(Shortage::hash);

  /// All of them, in the order in which they are to be mended. Where there is not room for all, no
  /// pair gets a second edge before each has one.
  ///
  /// @param room how many edges may be added
  static List<Shortage> of(Draft draft, long room) {
    Zones zones = draft.zones();
    int[][] lacking = new int[zones.count()][zones.count()];
    long left = room;
    for (int round = 1; round <= draft.perPair(); round++) {
      for (int from = 0; from < zones.count(); from++) {
        for (int to = 0; to < zones.count() && left > 0; to++) {
          int most = (int) Math.min(round, zones.possible(from, to));
          if (draft.between(from, to) + lacking[from][to] < most) {
            lacking[from][to]++;
            left--;
          }
        }
      }
    }
    return listed(zones, lacking);
  }

  private static List<Shortage> listed(Zones zones, int[][] lacking) {
    List<Shortage> shortages = new ArrayList<>();
    for (int from = 0; from < zones.count(); from++) {
      for (int to = 0; to < zones.count(); to++) {
        if (lacking[from][to] > 0) {
          boolean single = zones.isSingle(from) || zones.isSingle(to);
          long hash = zones.hashOf(from, to);
          shortages.add(new Shortage(from, to, lacking[from][to], hash, single));
        }
      }
    }
    return shortages.stream().sorted(ORDER).toList();
  }
}
