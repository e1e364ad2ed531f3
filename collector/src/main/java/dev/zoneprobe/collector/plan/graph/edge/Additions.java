// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

import static java.util.Comparator.comparingInt;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/// Gives pairs of zones the edges that they are short of. Not thread-safe.
///
/// An edge goes to the source and the destination that have the fewest; among equals each pair of
/// zones has an order of its own, from hashes of names. So one edge more or less moves few others:
/// pairs seldom want the same node.
final class Additions {
  private final Draft draft;

  Additions(Draft draft) {
    this.draft = draft;
  }

  /// Adds what is short, as far as nodes have room.
  void mend(Shortage shortage) {
    for (int edge = 0; edge < shortage.edges(); edge++) {
      addOne(shortage);
    }
  }

  private void addOne(Shortage shortage) {
    int[] sources = draft.zones().membersOf(shortage.from());
    int[] destinations = draft.zones().membersOf(shortage.to());
    OptionalInt source =
        fewest(sources, draft, shortage.hash(), node -> mayProbeOneOf(node, destinations));
    source.ifPresent(node -> {
      OptionalInt destination =
          fewest(
              destinations, draft.reversed(), ~shortage.hash(), other -> draft.mayAdd(node, other));
      draft.add(node, destination.orElseThrow());
    });
  }

  private boolean mayProbeOneOf(int source, int[] nodes) {
    return Arrays.stream(nodes)
        .anyMatch(node -> draft.mayAdd(source, node) && draft.reversed().hasRoom(node));
  }

  /// Of the nodes that have room and are wanted, that with the fewest edges; the first of several
  /// in the order of `pair`.
  private static OptionalInt fewest(int[] nodes, Draft side, long pair, IntPredicate wanted) {
    return Arrays.stream(nodes)
        .filter(node -> side.hasRoom(node) && wanted.test(node))
        .boxed()
        .min(comparingInt(side::degree).thenComparing(side.rank(pair)))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }
}
