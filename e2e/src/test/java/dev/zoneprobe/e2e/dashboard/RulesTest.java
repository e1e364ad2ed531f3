// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresProgram(Program.PROMTOOL)
final class RulesTest {
  private static final Path RULES = Repository.root().resolve("dashboards/rules");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
  private static final Pattern RECORD = Pattern.compile("- record: (\\S+)");
  private static final Pattern RECORDED = Pattern.compile("\\bzoneprobe:\\w+:\\w+");

  @ParameterizedTest
  @ValueSource(strings = {"recording-native.yaml", "recording-classic.yaml", "alerts.yaml"})
  void prometheusAcceptsTheFile(String file) {
    Run run = promtool("check", "rules", RULES.resolve(file).toString());

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"burn.yaml", "guards.yaml", "classic.yaml"})
  void alertsFireWhenTheyShouldAndOnlyThen(String file) {
    Run run = promtool("test", "rules", RULES.resolve("tests").resolve(file).toString());

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @Test
  void aChangedBurnRateIsNoticed() throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("rules")) {
      String alerts = read(RULES.resolve("alerts.yaml"));
      folder.write("alerts.yaml", alerts.replace("> 14.4 * 0.001", "> 28.8 * 0.001"));
      Files.createDirectory(folder.path().resolve("tests"));
      String tests = read(RULES.resolve("tests/burn.yaml"));
      Path changed = folder.write("tests/burn.yaml", tests);

      assertThat(promtool("test", "rules", changed.toString()).exitCode()).isNotZero();
    }
  }

  @Test
  void bothRecordingFilesRecordTheSameSeries() throws Exception {
    assertThat(found(RECORD, "recording-native.yaml"))
        .isEqualTo(found(RECORD, "recording-classic.yaml"))
        .isNotEmpty();
  }

  @Test
  void alertsAskForRecordedSeriesOnly() throws Exception {
    Set<String> recorded = found(RECORD, "recording-native.yaml");
    recorded.addAll(found(RECORD, "alerts.yaml"));

    assertThat(recorded).containsAll(found(RECORDED, "alerts.yaml"));
  }

  @Test
  void everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws Exception {
    Set<String> expected =
        found(ALERT, "alerts.yaml").stream()
            .map(alert -> alert.toLowerCase(Locale.ROOT) + ".md")
            .collect(Collectors.toSet());
    try (var files = Files.list(Repository.root().resolve("docs/runbooks"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(read(RULES.resolve("alerts.yaml"))).contains(expected);
  }

  private static Set<String> found(Pattern pattern, String file) throws IOException {
    return pattern
        .matcher(read(RULES.resolve(file)))
        .results()
        .map(RulesTest::last)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String last(MatchResult match) {
    return match.group(match.groupCount());
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  private static Run promtool(String... arguments) {
    List<String> command = Program.PROMTOOL.command(arguments);
    return Run.of(RULES, command);
  }
}
