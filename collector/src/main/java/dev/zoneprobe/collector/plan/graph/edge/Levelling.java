// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

import java.util.Arrays;
import java.util.IntSummaryStatistics;

/// Makes the degrees of a zone's nodes differ by one at most: while they do not, one edge of a node
/// that has most is given to a node that has fewest. Not thread-safe.
///
/// An edge keeps its other end and its two zones, so no pair of zones and nobody else's degree
/// changes. There always is such an edge: who has two more than another has two that the other has
/// not, and one of these may lead to the other itself.
public final class Levelling {
  private final Draft draft;

  /// Levels edges that go out; those of [Draft#reversed()] come in.
  public Levelling(Draft draft) {
    this.draft = draft;
  }

  /// Levels the nodes of one zone as far as no giver comes to have fewer than `least` edges.
  public void level(int[] zone, int least) {
    IntSummaryStatistics degrees = degrees(zone);
    while (degrees.getMax() > least && degrees.getMax() - degrees.getMin() > 1) {
      int giver = first(zone, degrees.getMax(), 0);
      move(giver, first(zone, degrees.getMin(), draft.name(giver)));
      degrees = degrees(zone);
    }
  }

  private IntSummaryStatistics degrees(int[] zone) {
    return Arrays.stream(zone).map(draft::degree).summaryStatistics();
  }

  private void move(int giver, int taker) {
    int end =
        draft.from(giver).stream()
            .filter(other -> other != taker && !draft.contains(taker, other))
            .min(draft.rank(draft.name(giver) ^ draft.name(taker)))
            .orElseThrow();
    draft.remove(giver, end);
    draft.add(taker, end);
  }

  private int first(int[] zone, int degree, long salt) {
    return Arrays.stream(zone)
        .filter(node -> draft.degree(node) == degree)
        .boxed()
        .min(draft.rank(salt))
        .orElseThrow();
  }
}
