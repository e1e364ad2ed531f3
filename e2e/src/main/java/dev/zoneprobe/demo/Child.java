// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A process that the demo has started, and what it writes. Thread-safe.
///
/// @param name for people, such as `agent of zone-a`
/// @param log takes all its output
record Child(String name, Process process, Path log) {
  private static final int LINES_OF_LOG = 15;

  /// Starts `command`.
  static Child start(String name, List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Child(name, process, log);
  }

  /// How it ended, and the end of what it wrote, for a person to read.
  String epitaph() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    String last =
        lines.stream()
            .skip(Math.max(0, lines.size() - LINES_OF_LOG))
            .map(line -> "\n  " + line)
            .collect(Collectors.joining());
    return "the %s ended with code %d%s".formatted(name, process.exitValue(), last);
  }

  /// Asks it to end.
  void terminate() {
    process.destroy();
  }

  /// Waits until it has ended; one that has not after `patience` is killed.
  void awaitEnd(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
