// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph.edge;

import java.util.stream.IntStream;

/// Gives a draft what it is short of: edges for pairs of zones that have too few, then even degrees
/// within each zone. Not thread-safe.
public final class Completion {
  private final Draft draft;
  private final Draft backwards;

  /// @param draft gets what it is short of
  public Completion(Draft draft) {
    this.draft = draft;
    this.backwards = draft.reversed();
  }

  /// Adds and moves edges of the draft.
  ///
  /// @param mostEdges that there may be in all
  public void complete(int mostEdges) {
    Additions additions = new Additions(draft);
    Shortage.of(draft, mostEdges - (long) draft.count()).forEach(additions::mend);
    for (int[] zone : draft.zones().all()) {
      new Levelling(draft).level(zone, 0);
      new Levelling(backwards).level(zone, 0);
    }
    fill(draft);
    fill(backwards);
  }

  /// Where a circle was edited, levelling can leave a node with fewer than the usual.
  private void fill(Draft side) {
    IntStream.range(0, draft.size()).filter(side::isBelowUsual).forEach(side::fill);
  }
}
