// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.noise;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Processes that do nothing but use CPU, in the cgroup of this one; stopped at first.
///
/// A shell holds them and stops and continues them by itself, so that switching them on and off
/// costs this process a line of text and no more. They end with the shell, and it with its input.
final class Burners implements AutoCloseable {
  private static final String SCRIPT =
      """
      pids=
      for _ in $(seq "$1"); do
        while :; do :; done &
        pids="$pids $!"
      done
      kill -STOP $pids
      while read -r wish; do kill "-$wish" $pids; done
      kill -KILL $pids
      """;

  private final Process shell;
  private final PrintWriter wishes;

  /// Makes `count` of them.
  Burners(int count) {
    try {
      shell =
          new ProcessBuilder("sh", "-c", SCRIPT, "burners", String.valueOf(count))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    wishes = new PrintWriter(shell.outputWriter(StandardCharsets.US_ASCII), true);
  }

  void burn() {
    wishes.println("CONT");
  }

  void rest() {
    wishes.println("STOP");
  }

  @Override
  public void close() {
    wishes.close();
    shell.onExit().join();
  }
}
