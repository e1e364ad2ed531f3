// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.collector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which core is the collector's and which is ours: shared out with taskset(1).
///
/// @param obstacle why nothing is pinned, if nothing is
public record Cores(Optional<String> obstacle) {
  private static final String OURS = "0";
  private static final String COLLECTORS = "1";

  /// Puts this process, with all its threads, on its core.
  public static Cores shareOut() throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return new Cores(Optional.of("there is one core only"));
    }
    String self = String.valueOf(ProcessHandle.current().pid());
    try {
      int refused =
          new ProcessBuilder("taskset", "-a", "-p", "-c", OURS, self)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      return new Cores(
          refused == 0 ? Optional.empty() : Optional.of("core " + OURS + " is not to be had"));
    } catch (IOException _) {
      return new Cores(Optional.of("taskset is missing (package util-linux)"));
    }
  }

  /// The command that runs `command` on the collector's core.
  List<String> forCollector(List<String> command) {
    List<String> pinned = new ArrayList<>();
    if (obstacle.isEmpty()) {
      pinned.addAll(List.of("taskset", "-c", COLLECTORS));
    }
    pinned.addAll(command);
    return pinned;
  }

  /// For the head of a document.
  @Override
  public String toString() {
    return obstacle
        .map(why -> "nothing pinned: " + why)
        .orElse("collector pinned to core %s, agents to core %s".formatted(COLLECTORS, OURS));
  }
}
