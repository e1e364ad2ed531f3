// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DashboardTest {
  private static final Path FOLDER = Repository.root().resolve("dashboards");
  private static final List<String> NAMES =
      List.of("overview", "zone-pair", "node", "environment", "target", "health");

  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"overview", "zone-pair", "node", "environment", "target", "health"})
  void theDashboardKeepsToTheRules(String name) throws Exception {
    JsonNode dashboard = json.readTree(text(name));

    assertThat(lint().faults(dashboard)).isEmpty();
    assertThat(dashboard.path("uid").asText()).isEqualTo("zoneprobe-" + name);
  }

  /// Each is done to the overview, everywhere.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"uid\": \"zoneprobe-overview\" | \"uid\": \"other\" | uid",
        "\"zoneprobe\" | \"network\" | tag",
        "\"editable\": false | \"editable\": true | editable",
        "\"graphTooltip\": 1 | \"graphTooltip\": 0 | graphTooltip",
        "\"tags\" | \"id\": 7, \"tags\" | id",
        "\"title\": \"Alerts that fire\" | \"title\": \"\" | title",
        "\"description\": \"The same | \"was\": \"The same | description",
        "\"unit\": \"percentunit\" | \"unit\": \"\" | unit",
        "\"uid\": \"${datasource}\" | \"uid\": \"prometheus-1\" | datasource",
        "\"type\": \"timeseries\" | \"type\": \"heatmap\" | heatmap",
        "${__url_time_range} | now | link",
        "/d/zoneprobe-zone-pair | /d/zoneprobe-pair | link target",
        "&var-source_zone= | &var-zone_of_source= | link variable",
        "\"x\": 16 | \"x\": 17 | outside the grid",
        "\"x\": 16 | \"x\": 15 | overlap",
        "zoneprobe_zone_agents | zoneprobe_zone_agent | unknown metric zoneprobe_zone_agent",
        "zoneprobe_zone_agents{zone= | zoneprobe_zone_agents{az= | unknown label az of zoneprobe_zone_agents",
        "\"label\": \"Data source\" | \"label\": \"Source\" | data source",
        "\"keepTime\": true | \"keepTime\": false | link to the others",
        "\"refresh\": 2 | \"refresh\": 1 | refresh",
        "\"allValue\": \".*\" | \"allValue\": \"\" | allValue of cluster",
        "source_zone=~\\\"$source_zone\\\", destination | destination | allValue of destination_zone",
        "by (source_zone, destination_zone) | by (source_zone, destination) | unknown label destination",
        "{{destination_zone}} | {{destination}} | unknown label destination",
        "$protocol | $proto | undefined variable proto",
        "$protocol | tcp | unused variable protocol"
      })
  void aSeededFaultIsFound(String sound, String faulty, String fault) throws Exception {
    String overview = text("overview");

    assertThat(overview).contains(sound);
    assertThat(lint().faults(json.readTree(overview.replace(sound, faulty)))).contains(fault);
  }

  /// Each is done to the dashboard of a pair of zones, whose heatmap asks for histograms.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "or on () | or | both kinds of histograms at once",
        "_seconds_bucket{ | _seconds{ | one kind of histograms",
        "_seconds{ | _seconds_bucket{ | one kind of histograms",
        "\"exemplar\": true | \"exemplar\": false | exemplar",
        "\"format\": \"heatmap\" | \"format\": \"time_series\" | format"
      })
  void aSeededFaultOfAHistogramIsFound(String sound, String faulty, String fault) throws Exception {
    String pair = text("zone-pair");

    assertThat(pair).contains(sound);
    assertThat(lint().faults(json.readTree(pair.replace(sound, faulty)))).contains(fault);
  }

  @Test
  void aRateOverAFixedTimeAndARepeatedRefIdAreFound() throws Exception {
    String health = text("health");

    assertThat(lint().faults(json.readTree(health.replace("$__rate_interval", "1m"))))
        .contains("rate interval");
    assertThat(lint().faults(json.readTree(health.replace("\"refId\": \"B\"", "\"refId\": \"A\""))))
        .contains("refId");
  }

  @Test
  @RequiresProgram(Program.PROMTOOL)
  void prometheusUnderstandsEveryQuery() throws Exception {
    StringBuilder rules = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
    for (String name : NAMES) {
      json.readTree(text(name)).findValuesAsText("expr").forEach(query -> append(query, rules));
    }
    try (TemporaryFolder folder = TemporaryFolder.create("panels")) {
      Path file = folder.write("rules.yaml", rules.toString());
      Run run = Run.of(folder.path(), Program.PROMTOOL.command("check", "rules", file.toString()));

      assertThat(run.exitCode()).as(run.output()).isZero();
    }
  }

  private static void append(String query, StringBuilder rules) {
    String plain = query.replace("$__rate_interval", "1m").replaceAll("\\$[a-z_]+", ".*");
    String name = "panel_" + rules.length();
    rules.append("      - record: " + name + "\n        expr: |\n          " + plain + "\n");
  }

  private DashboardLint lint() throws IOException {
    Map<String, Set<String>> variables = new HashMap<>();
    for (String name : NAMES) {
      JsonNode dashboard = json.readTree(text(name));
      variables.put(dashboard.path("uid").asText(), new VariableLint(dashboard).names());
    }
    return new DashboardLint(MetricCatalogue.read(), variables);
  }

  private static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name + ".json"));
  }
}
