// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import dev.zoneprobe.collector.plan.graph.edge.Bounds;
import dev.zoneprobe.collector.plan.graph.edge.Completion;
import dev.zoneprobe.collector.plan.graph.edge.Draft;
import java.util.List;
import java.util.Set;

/// How one graph follows another when nodes came or went: as it is computed from names alone, or,
/// if that changes too many edges, edited from the one before (decision 0049).
final class Succession {
  /// In how many ways edges are edited at most. The first nearly always does; where a cluster is
  /// small and its zones are tiny, another of equals has to take or give an edge once in ten
  /// thousand times.
  private static final int WAYS = 16;

  private final Layout before;
  private final Layout fresh;
  private final List<Integer> gone;
  private final List<Integer> come;

  /// @param fresh what is computed from names alone
  Succession(Layout before, Layout fresh) {
    this.before = before;
    this.fresh = fresh;
    this.gone = before.nodesNotIn(fresh);
    this.come = fresh.nodesNotIn(before);
  }

  /// Whether no more edges change than twice the peers of the busiest node, for each node that came
  /// or went, when `next` follows.
  private boolean isShortTo(Layout next) {
    if (before.edges().areTheCircle() && next.edges().areTheCircle()) {
      return true;
    }
    long changes = Math.max(next.edgesNotIn(before), before.edgesNotIn(next));
    long busiest = Math.max(before.busiest(), next.busiest());
    return changes <= 2 * busiest * (gone.size() + come.size());
  }

  /// What is computed from names alone, if it is near enough, or if no more edges fit in; otherwise
  /// the edges of before, of which nodes that went have handed theirs on and nodes that came have
  /// taken some over.
  Layout result(Bounds bounds, int mostEdges) {
    Layout result = fresh;
    for (int way = 0; way < WAYS && !isShortTo(result); way++) {
      result = edited(bounds, mostEdges, way);
      if (result.edges().count() > mostEdges) {
        return fresh;
      }
    }
    return result;
  }

  private Layout edited(Bounds bounds, int mostEdges, int way) {
    Set<Integer> left = Set.copyOf(gone);
    Layout without = new Layout(before.ring(), before.zones().without(left), before.edges().copy());
    new Leaving(without.draft(bounds, way), left).leave();
    Layout edited = fresh.withEdgesOf(without);
    Draft draft = edited.draft(bounds, way);
    new Joining(draft, come).join();
    new Completion(draft).complete(mostEdges);
    return edited;
  }
}
