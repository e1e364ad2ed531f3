// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.dashboard.Run;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresProgram(Program.PROMTOOL)
final class GeneratedRulesTest {
  private static final Path RULES = Repository.root().resolve("dashboards/rules");

  @Test
  void whatIsShippedIsWhatTheObjectivesGive() {
    SloCommand check = SloCommand.run("check", "--slo", SloCommand.SHIPPED, "--in", RULES);

    assertThat(check.exitCode()).as(check.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"slo-burn.yaml", "slo-windows.yaml", "slo-guards.yaml"})
  void whatIsShippedPassesItsTests(String file) {
    Run run = promtool(RULES.resolve("tests"), "test", "rules", file);

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  /// Goals of every kind, in steps that the shipped ones do not have.
  @Test
  void otherObjectivesPassTheirTestsToo() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("slo")) {
      Path slo =
          folder.write(
              "slo.yaml",
              """
              pairs:
                - class: across_regions
                  availability: {objective: 95}
                  minimumAttempts: 2001
                  window: 7d
              targets:
                - name: a.b/c
                  latency: {objective: 99, threshold: 1s}
                  team: payments
              """);
      generate(slo, folder.path().resolve("rules"));
      Path tests = folder.path().resolve("rules/tests");

      for (String file : List.of("recording-native.yaml", "recording-classic.yaml", "slo.yaml")) {
        Run check = promtool(folder.path().resolve("rules"), "check", "rules", file);
        assertThat(check.exitCode()).as(check.output()).isZero();
      }
      Run run =
          promtool(tests, "test", "rules", "slo-burn.yaml", "slo-windows.yaml", "slo-guards.yaml");
      assertThat(run.exitCode()).as(run.output()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slo-burn.yaml | > 14.4 * 0.001 | > 28.8 * 0.001",
        "slo-guards.yaml | >= 100 | >= 10",
        "slo-windows.yaml | ratio5m > 14.4 | ratio1h > 14.4",
        "slo-windows.yaml | ratio1h > 14.4 | ratio5m > 14.4"
      })
  void aChangedRuleIsNoticed(String tests, String sound, String changed) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("slo")) {
      Path slo =
          folder.write(
              "objectives.yaml",
              """
              pairs:
                - {class: within_zone, latency: {objective: 99.9, threshold: 10ms}}
              """);
      generate(slo, folder.path());
      Path rules = folder.path().resolve("slo.yaml");
      String text = Files.readString(rules);
      assertThat(text).contains(sound);
      Files.writeString(rules, text.replace(sound, changed));

      assertThat(promtool(folder.path().resolve("tests"), "test", "rules", tests).exitCode())
          .isNotZero();
    }
  }

  private static void generate(Path slo, Path folder) {
    SloCommand run = SloCommand.run("generate", "--slo", slo, "--to", folder);
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  private static Run promtool(Path folder, String... arguments) {
    return Run.of(folder, Program.PROMTOOL.command(arguments));
  }
}
