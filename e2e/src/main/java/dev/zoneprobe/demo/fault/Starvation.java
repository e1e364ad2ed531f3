// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.fault;

import java.io.IOException;
import java.util.List;

/// Keeps a process from running most of the time, as a node does that has too little CPU for its
/// pods: it is stopped for 30 ms and may then run for 15, again and again, until this is closed.
///
/// Needs a shell and `kill`, as Linux and macOS have them.
public final class Starvation implements AutoCloseable {
  private static final String STOP_AND_GO =
      """
      trap 'kill -CONT "$0"; exit' INT TERM
      while kill -STOP "$0"; do sleep 0.03; kill -CONT "$0"; sleep 0.015; done
      """;

  private final Process shell;

  /// Starves the process with this identifier from now on.
  public Starvation(long pid) throws IOException {
    List<String> command = List.of("sh", "-c", STOP_AND_GO, String.valueOf(pid));
    shell =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /// Lets it run again.
  @Override
  public void close() {
    shell.destroy();
    shell.onExit().join();
  }
}
