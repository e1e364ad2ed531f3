// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class HelpTest {
  @Test
  void theScriptPrintsTheSameWithoutTheProgram() {
    String help = LoadCommand.commandLine(new PrintWriter(Writer.nullWriter())).getUsageMessage();

    assertThat(Path.of("help/load.txt")).hasContent(help);
  }
}
