// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.demo.fault.Fault;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class HelpTest {
  @Test
  void theHelpTellsEveryFault() {
    try (JavaProgram demo = JavaProgram.demo("--help")) {
      assertThat(demo.awaitExit()).isZero();
      assertThat(demo.output().replaceAll("\\s+", " "))
          .contains(
              Stream.of(Fault.values())
                  .map(fault -> fault.label() + ": " + fault.description())
                  .toList());
    }
  }

  @Test
  void theScriptPrintsTheSameWithoutTheProgram() throws IOException {
    try (JavaProgram demo = JavaProgram.demo("--help")) {
      assertThat(demo.awaitExit()).isZero();
      assertThat(Repository.root().resolve("e2e/help/demo.txt")).hasContent(demo.output());
    }
  }

  @Test
  void aFaultThatDoesNotExistIsRefused() {
    try (JavaProgram demo = JavaProgram.demo("--fault", "earthquake")) {
      assertThat(demo.awaitExit()).isEqualTo(2);
      assertThat(demo.output()).contains("no fault is called 'earthquake'");
    }
  }

  @Test
  void tellsExitCodesDefaultsAndWhatParametersAre() {
    CommandLine command = Main.commandLine();

    assertThat(command.getUsageMessage())
        .containsPattern("Exit codes:\\R +0 +\\w.*\\R +1 +\\w.*\\R +2 +wrong usage")
        .doesNotContainPattern("<[a-z]");
    assertThat(command.getCommandSpec().options())
        .filteredOn(option -> option.defaultValue() != null)
        .allSatisfy(option ->
            assertThat(String.join(" ", option.description()))
                .contains("(default: " + option.defaultValue() + ")"));
  }

  @Test
  void wrongUsageIsOneLineAndAnotherThatSaysWhereHelpIs() {
    StringWriter err = new StringWriter();
    CommandLine demo = Main.commandLine().setErr(new PrintWriter(err, true));

    assertThat(demo.execute("--every", "5")).isEqualTo(2);
    assertThat(demo.execute("--target", "127.0.0.1:80")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "demo: --every: \"5\": not a duration such as 250ms, 10s, 5m or 1h",
            "demo: see ./demo --help",
            "demo: --target: 127.0.0.1:80: no scheme; did you mean tcp://127.0.0.1:80?",
            "demo: see ./demo --help");
  }
}
