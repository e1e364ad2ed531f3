// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust;

import java.util.Set;
import java.util.TreeSet;

/// What follows from what a caller showed.
public sealed interface Verdict {
  /// It may report for these nodes; never none.
  record SpeaksFor(Set<String> nodes) implements Verdict {
    /// Copies the nodes.
    public SpeaksFor {
      nodes = Set.copyOf(nodes);
      if (nodes.isEmpty()) {
        throw new IllegalArgumentException("speaks for no node");
      }
    }

    @Override
    public String toString() {
      return String.join(", ", new TreeSet<>(nodes));
    }
  }

  /// It may not report.
  ///
  /// @param problem for the person who runs it; of what it sent, it holds no more than a name that
  ///   can be a node's
  record Denied(Denial reason, String problem) implements Verdict {}
}
