// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import java.util.function.Consumer;

/// What an agent begins with.
///
/// @param boot the run that begins
/// @param left what its predecessors left
/// @param mirror of all that waits from now on; holds each snapshot that was left already
public record Inheritance(Boot boot, Left left, Mirror mirror) {
  /// Snapshots that predecessors left.
  @FunctionalInterface
  public interface Left {
    /// Gives them to `heir`, oldest first, each read when the one before was taken. Called once.
    void handOver(Consumer<Entry> heir);
  }

  /// Nothing, and nothing to be left to a successor.
  public static Inheritance none(String bootId) {
    return new Inheritance(new Boot(1, bootId), _ -> {}, Mirror.NONE);
  }
}
