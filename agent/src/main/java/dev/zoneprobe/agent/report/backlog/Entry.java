// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import dev.zoneprobe.wire.proto.SnapshotFrame;

/// One snapshot that waits.
///
/// @param frame without `follows`, which is set for the store that it goes to
/// @param metNanos when its store was last spoken to; means nothing while it is unsent
public record Entry(Cuts cuts, SnapshotFrame frame, Whereabouts whereabouts, long metNanos) {
  private static final Whereabouts UNSENT = new Whereabouts.Unsent();

  /// A snapshot that no store has seen.
  public static Entry unsent(Boot boot, SnapshotFrame frame) {
    return new Entry(
        new Cuts(boot, frame.getFirstSequence(), frame.getLastSequence()), frame, UNSENT, 0);
  }

  /// This snapshot, from now on in doubt at `store`.
  public Entry inDoubtAt(StoreId store, long nowNanos) {
    return new Entry(cuts, frame, new Whereabouts.InDoubt(store), nowNanos);
  }

  /// This snapshot, whose store is being spoken to.
  Entry metAt(long nowNanos) {
    return new Entry(cuts, frame, whereabouts, nowNanos);
  }

  boolean isUnsent() {
    return whereabouts instanceof Whereabouts.Unsent;
  }

  boolean isInDoubtAt(StoreId store) {
    return whereabouts instanceof Whereabouts.InDoubt(StoreId at) && at.equals(store);
  }

  int bytes() {
    return frame.getSerializedSize();
  }
}
