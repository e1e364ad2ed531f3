// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.limit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A cgroup of the test's own, whose processes together get a fifth of one CPU, 1 ms of each 5 ms.
/// Needs root.
///
/// The quota is the smallest that there is: an agent needs little CPU, but not little at once.
final class CpuLimit implements AutoCloseable {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final String QUOTA_MICROS = "1000";
  private static final String PERIOD_MICROS = "5000";

  /// Puts the shell into the cgroup whose file of processes is `$0`, and becomes the command.
  private static final String ENTER = "echo $$ > \"$0\" && exec \"$@\"";

  private final Path folder;

  /// Makes the cgroup, of version 2 or of version 1, whichever the machine has.
  ///
  /// @throws UncheckedIOException if this is not permitted
  CpuLimit() {
    try {
      folder = Files.exists(CGROUPS.resolve("cgroup.controllers")) ? version2() : version1();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path version2() throws IOException {
    Files.writeString(CGROUPS.resolve("cgroup.subtree_control"), "+cpu");
    Path made = Files.createTempDirectory(CGROUPS, "zoneprobe-");
    Files.writeString(made.resolve("cpu.max"), QUOTA_MICROS + " " + PERIOD_MICROS);
    return made;
  }

  private static Path version1() throws IOException {
    Path made = Files.createTempDirectory(CGROUPS.resolve("cpu"), "zoneprobe-");
    Files.writeString(made.resolve("cpu.cfs_period_us"), PERIOD_MICROS);
    Files.writeString(made.resolve("cpu.cfs_quota_us"), QUOTA_MICROS);
    return made;
  }

  /// The command line that runs `command` under the limit from its first instruction on: an agent
  /// looks for its cgroup once.
  List<String> around(List<String> command) {
    List<String> shell = List.of("sh", "-c", ENTER, folder.resolve("cgroup.procs").toString());
    return Stream.concat(shell.stream(), command.stream()).toList();
  }

  /// Removes it, as soon as its processes have ended.
  @Override
  public void close() {
    await()
        .ignoreExceptions()
        .until(() -> {
          Files.delete(folder);
          return true;
        });
  }
}
