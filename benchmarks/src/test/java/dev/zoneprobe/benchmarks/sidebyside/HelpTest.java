// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class HelpTest {
  @Test
  void theScriptPrintsTheSameWithoutTheProgram() {
    String help = SideBySide.commandLine().getUsageMessage();

    assertThat(Path.of("help/bench.txt")).hasContent(help);
  }
}
