// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import java.util.List;

/// What survives of a backlog when the agent's process ends.
///
/// Nothing here throws: what cannot be written stays in memory, and is counted by who failed to.
public interface Mirror {
  /// Holds nothing: the backlog ends with its process.
  Mirror NONE =
      new Mirror() {
        @Override
        public void keep(List<Entry> entries) {}

        @Override
        public boolean mark(Entry inDoubt) {
          return true;
        }

        @Override
        public void forget(Cuts cuts) {}
      };

  /// Holds each of `entries` as it is, if it does not yet, and then no longer what was merged into
  /// it; and nothing that it could not forget before. As far as it can.
  void keep(List<Entry> entries);

  /// Holds from now on that `inDoubt` is; called before its bytes can leave. Returns whether that
  /// is so, or nothing is held of it: after false it must not be sent, because a successor would
  /// take it for unsent.
  boolean mark(Entry inDoubt);

  /// Holds nothing of `cuts` any longer.
  void forget(Cuts cuts);
}
