// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import dev.zoneprobe.collector.plan.graph.edge.Draft;
import dev.zoneprobe.collector.plan.graph.edge.Levelling;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/// Lets nodes into a draft. Each steps into edges of others, which then lead to it and on from it;
/// none of these edges is one that a pair of zones needs. So all that comes is the newcomers' own.
/// Not thread-safe.
final class Joining {
  private final Draft draft;
  private final Draft backwards;
  private final Collection<Integer> nodes;

  /// @param nodes those that have no edges yet
  Joining(Draft draft, Collection<Integer> nodes) {
    this.draft = draft;
    this.backwards = draft.reversed();
    this.nodes = nodes;
  }

  void join() {
    nodes.forEach(this::endSelfProbing);
    nodes.forEach(node -> takeWhatIsLacking(node, draft));
    nodes.forEach(node -> takeWhatIsLacking(node, backwards));
    nodes.forEach(this::shareOut);
    nodes.forEach(this::stepIn);
    nodes.forEach(draft::fill);
    nodes.forEach(backwards::fill);
  }

  /// Who is not alone in its zone any more probes the newcomer instead of itself.
  private void endSelfProbing(int node) {
    draft
        .siblings(node)
        .filter(other -> draft.contains(other, other) && !draft.isAlone(other))
        .forEach(other -> {
          draft.remove(other, other);
          draft.add(other, node);
        });
  }

  /// Steps into edges that lead where the node's zone lacks edges to.
  ///
  /// First to those whom many probe. Where nobody can give up an edge to one of them, it gets one
  /// more later, and so must those whom fewer probe, or their zone would become uneven.
  private void takeWhatIsLacking(int node, Draft side) {
    for (int[] zone : side.zones().all()) {
      Iterator<Integer> ends = byDegree(zone, node, side).iterator();
      boolean found = true;
      while (found && ends.hasNext()) {
        int end = ends.next();
        Optional<Integer> start = start(node, end, side);
        start.ifPresent(from -> stepIn(side, from, node, end));
        found = start.isPresent() && side.isLacking(node, end);
      }
    }
  }

  private static Stream<Integer> byDegree(int[] zone, int node, Draft side) {
    return Arrays.stream(zone)
        .filter(end -> side.isLacking(node, end) && side.mayAdd(node, end))
        .boxed()
        .sorted(Comparator.comparingInt(side.reversed()::degree).reversed());
  }

  /// Whose edge to `end` the node steps into: one that is lacking, too, as long as there is one,
  /// and beyond the usual number only such a one.
  private static Optional<Integer> start(int node, int end, Draft side) {
    boolean any = side.reversed().degree(node) < side.peers();
    return side.reversed().from(end).stream()
        .filter(start -> canStepIn(side, start, node, end))
        .filter(start -> any || side.isLacking(start, node))
        .min(
            Comparator.comparing((Integer start) -> !side.isLacking(start, node))
                .thenComparing(side.rank(node)));
  }

  /// Others of the zone give up what they have beyond the usual.
  private void shareOut(int node) {
    int[] zone = draft.siblings(node).toArray();
    new Levelling(draft).level(zone, draft.peers());
    new Levelling(backwards).level(zone, draft.peers());
  }

  /// Walks back through the circle: those that come first there give up their farthest peer.
  private void stepIn(int node) {
    for (int steps = 1; steps < draft.size() && isWanting(node); steps++) {
      int start = Math.floorMod(node - steps, draft.size());
      draft.from(start).stream()
          .filter(end -> canStepIn(draft, start, node, end))
          .max(draft.bySteps(start))
          .ifPresent(end -> stepIn(draft, start, node, end));
    }
  }

  private boolean isWanting(int node) {
    return draft.degree(node) < draft.peers() && backwards.degree(node) < draft.peers();
  }

  private static boolean canStepIn(Draft side, int start, int node, int end) {
    boolean remains = side.areSiblings(start, node) || side.areSiblings(node, end);
    return side.mayAdd(start, node)
        && side.mayAdd(node, end)
        && side.hasRoom(node)
        && side.reversed().hasRoom(node)
        && (remains || side.canSpare(start, end))
        && keepsEven(side, start, node)
        && keepsEven(side.reversed(), end, node);
  }

  /// Where many of a zone are to get an edge with the node, and some of them one more thereby, it
  /// is those with most edges who get theirs without.
  private static boolean keepsEven(Draft side, int other, int node) {
    return !side.isLacking(other, node)
        || side.siblings(other)
            .filter(sibling -> side.mayAdd(sibling, node))
            .noneMatch(sibling -> side.degree(sibling) > side.degree(other));
  }

  private static void stepIn(Draft side, int start, int node, int end) {
    side.remove(start, end);
    side.add(start, node);
    side.add(node, end);
  }
}
