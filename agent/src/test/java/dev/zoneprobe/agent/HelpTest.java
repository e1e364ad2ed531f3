// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

final class HelpTest {
  static Stream<CommandLine> commands() {
    return andBelow(Main.commandLine());
  }

  private static Stream<CommandLine> andBelow(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::andBelow));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandTellsItsExitCodes(CommandLine command) {
    assertThat(command.getUsageMessage()).containsPattern("Exit codes:\\R +0 +\\w.*\\R +1? *");
    assertThat(command.getUsageMessage()).containsPattern("\\R +2 +wrong usage");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void parametersHaveNamesThatTellWhatTheyAre(CommandLine command) {
    assertThat(command.getUsageMessage()).doesNotContainPattern("<[a-z]");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyDefaultIsTold(CommandLine command) {
    assertThat(command.getCommandSpec().options())
        .filteredOn(option -> option.defaultValue() != null)
        .allSatisfy(HelpTest::tellsItsDefault);
  }

  private static void tellsItsDefault(OptionSpec option) {
    assertThat(String.join(" ", option.description()))
        .contains("(default: " + option.defaultValue() + ")");
  }
}
