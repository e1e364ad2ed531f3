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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A scrape is dated by its beginning and seen from its end on, so it may arrive between two rules
/// of the same moment: what counts all attempts does not see it, what counts some of them does.
@RequiresProgram(Program.PROMTOOL)
final class LateScrapeTest {
  private static final Path RULES = Repository.root().resolve("dashboards/rules");
  private static final String COUNTED = "- record: zoneprobe:attempts:increase5m";

  /// Snapshots do not come at the moments of scrapes: 500 attempts in a minute, and 700 in the
  /// next.
  private static final String UNEVEN = uneven();

  private static String uneven() {
    StringBuilder values = new StringBuilder("0");
    for (int pair = 0; pair < 50; pair++) {
      values.append(" %d %d".formatted(1_200 * pair + 500, 1_200 * pair + 1_200));
    }
    return values.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"errors:ratio5m", "errors:ratio1h", "latency_bad:ratio5m", "latency_bad:ratio1h"})
  void whereNothingIsBadTheShareIsZero(String share) throws IOException {
    String rules = Files.readString(RULES.resolve("recording-classic.yaml"));

    Run run = run(countedBeforeTheScrape(rules), share);

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  /// Else the test above would prove nothing.
  @Test
  void aShareOfWhatIsGoodWouldNotBe() throws IOException {
    String rules =
        countedBeforeTheScrape(Files.readString(RULES.resolve("recording-classic.yaml")));
    String failed = "- record: zoneprobe:attempts_failed:increase5m";
    String good =
        "sum by (cluster, source_zone, destination_zone, target, protocol)"
            + " (increase(zoneprobe_duration_seconds_count{outcome=\"success\"}[5m]))";
    String ofGood = failed + "\n        expr: zoneprobe:attempts:increase5m - " + good + "\n      ";

    Run run = run(replace(rules, failed, _ -> ofGood), "errors:ratio5m");

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.output()).contains("errors:ratio5m").doesNotContain("yaml:");
  }

  private static String countedBeforeTheScrape(String rules) {
    return replace(rules, COUNTED, rule -> rule.replace("[5m]", "[5m] offset 1m"));
  }

  private static String replace(String rules, String head, UnaryOperator<String> change) {
    int begin = rules.indexOf(head);
    int end = rules.indexOf("- record:", begin + head.length());
    return rules.substring(0, begin)
        + change.apply(rules.substring(begin, end))
        + rules.substring(end);
  }

  private static String test(String share) {
    return """
    rule_files: [recording.yaml, slo.yaml]
    evaluation_interval: 1m
    group_eval_order: [zoneprobe-recording, zoneprobe-slo, zoneprobe-slo-budgets]
    tests:
      - interval: 1m
        input_series:
          - series: 'zoneprobe_attempts_total{source_zone="a", destination_zone="b", target="peer", protocol="tcp"}'
            values: '1x99'
          - series: 'zoneprobe_duration_seconds_count{source_zone="a", destination_zone="b", target="peer", protocol="tcp", phase="response", outcome="failure", source_state="calm"}'
            values: '0x99'
          - series: 'zoneprobe_duration_seconds_count{source_zone="a", destination_zone="b", target="peer", protocol="tcp", phase="response", outcome="success", source_state="calm"}'
            values: '%1$s'
          - series: 'zoneprobe_duration_seconds_bucket{le="0.05", source_zone="a", destination_zone="b", target="peer", protocol="tcp", phase="response", outcome="success", source_state="calm"}'
            values: '%1$s'
        promql_expr_test:
          - expr: max_over_time(zoneprobe:pair_%2$s[90m]) > bool 0
            eval_time: 95m
            exp_samples:
              - {labels: '{source_zone="a", destination_zone="b", protocol="tcp"}', value: 0}
          - expr: zoneprobe:pair_%2$s > bool 0
            eval_time: 95m
            exp_samples:
              - {labels: '{source_zone="a", destination_zone="b", protocol="tcp"}', value: 0}
          - expr: count(zoneprobe:attempts:increase5m{target="peer"} >= 100)
            eval_time: 95m
            exp_samples:
              - {value: 1}
    """
        .formatted(UNEVEN, share);
  }

  private static Run run(String recording, String share) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("late")) {
      folder.write("recording.yaml", recording);
      folder.write("slo.yaml", Files.readString(RULES.resolve("slo.yaml")));
      folder.write("test.yaml", test(share));
      return Run.of(folder.path(), Program.PROMTOOL.command("test", "rules", "test.yaml"));
    }
  }
}
