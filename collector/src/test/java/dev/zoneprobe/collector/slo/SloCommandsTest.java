// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SloCommandsTest {
  private static final String OBJECTIVES =
      """
      pairs:
        - class: within_zone
          availability: {objective: 99.99}
          team: network
        - class: across_zones
          latency: {objective: 99.9, threshold: 50ms}
          window: 7d
      """;

  private final StringWriter out = new StringWriter();

  @TempDir private Path folder = Path.of("replaced by JUnit");
  private Path slo = folder;

  @BeforeEach
  void writeTheFile() throws IOException {
    slo = Files.writeString(folder.resolve("slo.yaml"), OBJECTIVES);
  }

  private int execute(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    PrintWriter writer = new PrintWriter(out, true);
    return new CommandLine(new SloCommands(writer)).setOut(writer).setErr(writer).execute(texts);
  }

  @Test
  void tellsTheBudgetOfAMonthInMinutesAndWhenEachBurnRateFires() {
    int code = execute("check", "--slo", slo);

    assertThat(code).isZero();
    assertThat(out.toString().lines())
        .contains(
            "within_zone: 99.99 % of the attempts succeed, over 30 days",
            "  budget: 4.3 minutes of a month",
            "  told: team network, from 100 attempts in 5 minutes on",
            "  burn   windows      for    severity   budget gone      a fifth turns bad  all do",
            "  14.4   1h and 5m    2m     critical   2 % in 1h        after 4 min        after 3 min",
            "  1      3d and 6h    3h     warning    10 % in 3d       after 185 min      after 182 min",
            "across_zones: 99.9 % of the attempts succeed within 50ms, over 7 days",
            "  budget: 43.2 minutes of a month, 10.1 minutes of its 7 days",
            "  told: whoever has no team, from 100 attempts in 5 minutes on",
            "  14.4   1h and 5m    2m     critical   9 % in 1h        after 9 min        after 5 min");
  }

  @Test
  void writesTheFilesAndFindsThemAgainUntilOneIsChanged() throws IOException {
    Path rules = folder.resolve("rules");

    assertThat(execute("generate", "--slo", slo, "--to", rules)).isZero();
    assertThat(out.toString()).contains("wrote " + rules.resolve("tests/slo-burn.yaml"));
    assertThat(execute("check", "--slo", slo, "--in", rules)).isZero();

    Files.writeString(rules.resolve("slo.yaml"), "groups: []\n");
    assertThat(execute("check", "--slo", slo, "--in", rules)).isEqualTo(1);
    assertThat(out.toString()).contains(rules.resolve("slo.yaml") + " is not what generate writes");
  }

  @Test
  void countsThresholdsThatTheCollectorsSettingsName() throws IOException {
    Path settings =
        Files.writeString(folder.resolve("collector.yaml"), "histogram: {bounds: [0.05, 2]}\n");

    execute("generate", "--slo", slo, "--to", folder, "--config", settings);
    Files.writeString(slo, OBJECTIVES.replace("50ms", "2s"));
    int code = execute("generate", "--slo", slo, "--to", folder, "--config", settings);

    assertThat(code).isZero();
    assertThat(Files.readString(folder.resolve("recording-classic.yaml")))
        .contains("le=~\"2|2[.]0\"");
  }

  @Test
  void helpsAndRefusesWhatItDoesNotKnow() {
    assertThat(execute("generate", "--help")).isZero();
    assertThat(out.toString()).contains("--slo=FILE", "--to=FOLDER", "--config=FILE");
    assertThat(execute("generate")).isEqualTo(2);
    assertThat(execute("prove")).isEqualTo(2);
  }
}
