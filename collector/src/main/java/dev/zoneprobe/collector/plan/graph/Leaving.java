// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import static java.util.Comparator.comparingInt;

import dev.zoneprobe.collector.plan.graph.edge.Draft;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Takes nodes out of a draft. Of their edges, those that a pair of zones needs go to others of
/// their zone; of the rest, one that led to a node and one that led on from it become one, as in a
/// circle that closes. So no more edges come than go. Not thread-safe.
final class Leaving {
  private final Draft draft;
  private final Draft backwards;
  private final Set<Integer> nodes;

  /// What a node leaves behind: who lost a peer, and who lost a prober.
  private record Loss(int node, List<Integer> sources, List<Integer> destinations) {}

  /// @param draft one whose zones are without `nodes`
  Leaving(Draft draft, Set<Integer> nodes) {
    this.draft = draft;
    this.backwards = draft.reversed();
    this.nodes = nodes;
  }

  void leave() {
    List<Loss> losses = nodes.stream().map(this::cutOff).toList();
    losses.forEach(this::makeGood);
  }

  /// Both lists begin with those between whom the closed circle has an edge.
  private Loss cutOff(int node) {
    return new Loss(
        node,
        cutOff(node, backwards, draft.bySteps(node).reversed()),
        cutOff(node, draft, draft.bySteps(node).reversed()));
  }

  private List<Integer> cutOff(int node, Draft side, Comparator<Integer> order) {
    List<Integer> ends = side.from(node);
    ends.forEach(end -> side.remove(node, end));
    return ends.stream().filter(end -> !nodes.contains(end)).sorted(order).toList();
  }

  private void makeGood(Loss loss) {
    Collection<Integer> sources = withoutHeir(draft, loss.node(), loss.sources());
    Collection<Integer> destinations = withoutHeir(backwards, loss.node(), loss.destinations());
    sources.forEach(source -> join(source, destinations));
    sources.forEach(draft::fill);
    destinations.forEach(backwards::fill);
  }

  /// Those who got no other node of the zone instead.
  private static Collection<Integer> withoutHeir(Draft side, int node, List<Integer> ends) {
    return new ArrayList<>(ends.stream().filter(end -> !getsHeir(side, end, node)).toList());
  }

  private static boolean getsHeir(Draft side, int end, int node) {
    return side.isLacking(end, node)
        && side.hasRoom(end)
        && side.siblings(node)
            .filter(heir -> side.mayAdd(end, heir) && side.reversed().hasRoom(heir))
            .boxed()
            .min(comparingInt(side.reversed()::degree).thenComparing(side.rank(end)))
            .map(heir -> {
              side.add(end, heir);
              return true;
            })
            .orElse(false);
  }

  private void join(int source, Collection<Integer> destinations) {
    if (draft.isShort(source)) {
      destinations.stream()
          .filter(end -> backwards.isShort(end) && draft.mayAdd(source, end))
          .findFirst()
          .ifPresent(end -> {
            draft.add(source, end);
            destinations.remove(end);
          });
    }
  }
}
