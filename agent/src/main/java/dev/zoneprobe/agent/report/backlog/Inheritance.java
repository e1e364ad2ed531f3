// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import java.util.List;

/// What an agent begins with.
///
/// @param boot the run that begins
/// @param entries what its predecessors left, oldest first
/// @param mirror of all that waits from now on; holds `entries` already
public record Inheritance(Boot boot, List<Entry> entries, Mirror mirror) {
  /// Copies the list.
  public Inheritance {
    entries = List.copyOf(entries);
  }

  /// Nothing, and nothing to be left to a successor.
  public static Inheritance none(String bootId) {
    return new Inheritance(new Boot(1, bootId), List.of(), Mirror.NONE);
  }
}
