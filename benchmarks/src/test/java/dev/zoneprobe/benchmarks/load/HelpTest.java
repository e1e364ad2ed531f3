// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class HelpTest {
  @Test
  void theScriptPrintsTheSameWithoutTheProgram() {
    String help = LoadCommand.commandLine(new PrintWriter(Writer.nullWriter())).getUsageMessage();

    assertThat(Path.of("help/load.txt")).hasContent(help);
  }

  @Test
  void tellsExitCodesDefaultsAndWhatParametersAre() {
    CommandLine command = LoadCommand.commandLine(new PrintWriter(Writer.nullWriter()));

    assertThat(command.getUsageMessage())
        .containsPattern("Exit codes:\\R +0 +\\w.*\\R +1 +\\w.*\\R +2 +wrong usage")
        .doesNotContainPattern("<[a-z]");
    assertThat(command.getCommandSpec().options())
        .filteredOn(option -> option.defaultValue() != null)
        .allSatisfy(option ->
            assertThat(String.join(" ", option.description()))
                .contains("(default: " + option.defaultValue() + ")"));
  }
}
