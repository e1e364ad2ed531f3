// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What the kernel says about a process that is starved.
@EnabledOnOs(value = OS.LINUX, disabledReason = "there is no /proc elsewhere")
final class StarvationTest {
  @Test
  void stopsAProcessAndLetsItGoAgainAndAgain() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      try (Starvation _ = new Starvation(busy.pid())) {
        for (int i = 0; i < 3; i++) {
          await().until(() -> state(busy) == 'T');
          await().until(() -> state(busy) == 'R');
        }
      }

      assertThat(state(busy)).isEqualTo('R');
    } finally {
      busy.destroyForcibly();
    }
  }

  private static char state(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }
}
