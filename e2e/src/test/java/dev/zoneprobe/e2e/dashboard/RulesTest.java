// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.RequiresProgram;
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

  /// No target has an objective in what is shipped; `slo generate` writes these for those that
  /// have.
  private static final Set<String> OF_TARGETS_WITH_OBJECTIVES =
      Set.of(
          "ZoneprobeTargetLatencyBudgetBurn",
          "ZoneprobeTargetErrorBudgetBurn",
          "ZoneprobeTargetAbsent");

  private static final Pattern TO_ALERT_ON =
      Pattern.compile("^\\| `(\\w+)`.*\\b[Aa]lert on\\b", Pattern.MULTILINE);

  private static final Pattern RECORDED = Pattern.compile("\\bzoneprobe:\\w+:\\w+");

  @ParameterizedTest
  @ValueSource(
      strings = {"recording-native.yaml", "recording-classic.yaml", "slo.yaml", "alerts.yaml"})
  void prometheusAcceptsTheFile(String file) {
    Run run = promtool("check", "rules", RULES.resolve(file).toString());

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"guards.yaml", "zone.yaml", "classic.yaml"})
  void alertsFireWhenTheyShouldAndOnlyThen(String file) {
    Run run = promtool("test", "rules", RULES.resolve("tests").resolve(file).toString());

    assertThat(run.exitCode()).as(run.output()).isZero();
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
    recorded.addAll(found(RECORD, "slo.yaml"));

    assertThat(recorded)
        .containsAll(found(RECORDED, "alerts.yaml"))
        .containsAll(found(RECORDED, "slo.yaml"));
  }

  @Test
  void everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws Exception {
    Set<String> alerts = found(ALERT, "alerts.yaml");
    alerts.addAll(found(ALERT, "slo.yaml"));
    alerts.addAll(OF_TARGETS_WITH_OBJECTIVES);
    Set<String> expected =
        alerts.stream()
            .map(alert -> alert.toLowerCase(Locale.ROOT) + ".md")
            .collect(Collectors.toSet());
    try (var files = Files.list(Repository.root().resolve("docs/runbooks"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(read(RULES.resolve("alerts.yaml")) + read(RULES.resolve("slo.yaml")))
        .contains(expected.stream().filter(file -> !isOfATarget(file)).toList());
  }

  @Test
  void everyMetricToAlertOnHasAnAlert() throws Exception {
    String metrics = read(Repository.root().resolve("docs/metrics.md"));

    assertThat(TO_ALERT_ON.matcher(metrics).results().map(RulesTest::last))
        .contains(
            "zoneprobe_agent_attempts_broken_total",
            "zoneprobe_collector_file_last_reload_successful")
        .allSatisfy(metric -> assertThat(read(RULES.resolve("alerts.yaml"))).contains(metric));
  }

  private static boolean isOfATarget(String file) {
    return OF_TARGETS_WITH_OBJECTIVES.stream()
        .anyMatch(alert -> file.equals(alert.toLowerCase(Locale.ROOT) + ".md"));
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
