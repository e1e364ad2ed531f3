// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.e2e.dashboard.Run;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The module with a stand-in for its provider: Terraform finds arguments right that the provider
/// knows, and installs what the model worked out.
@RequiresProgram(Program.TERRAFORM)
final class ProviderTest {
  private static final String DATA_SOURCE = "-var=data_source_uid=prometheus-1";

  private final ObjectMapper json = new ObjectMapper();
  private final GrafanaStandIn grafana = new GrafanaStandIn();

  @AfterEach
  void close() {
    grafana.close();
  }

  private Terraform terraform() {
    Terraform terraform =
        new Terraform(grafana.reattach(), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE=/dev/null");
    terraform.succeeds(terraform.root(), "init", "-backend=false", "-no-color");
    return terraform;
  }

  @Test
  void theProviderKnowsEveryArgument() {
    try (Terraform terraform = terraform()) {
      terraform.succeeds(terraform.root(), "validate");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "overwrite   = true | overwrites  = true | argument named \"overwrites\" is not expected",
        "config_json = each.value | # | argument \"config_json\" is required",
        "= each.value.interval_seconds | = \"soon\" | a number is required",
        "relative_time_range { | time_range { | type \"time_range\" are not expected",
        "from = 600 | since = 600 | named \"since\" is not expected",
        "grafana_folder.zoneprobe.uid | grafana_folder.zoneprobe.slug | attribute named \"slug\"",
        "\"grafana_rule_group\" | \"grafana_rules\" | resource type \"grafana_rules\""
      })
  void aSeededFaultIsFound(String sound, String faulty, String fault) {
    try (Terraform terraform = terraform()) {
      terraform.replace("main.tf", sound, faulty);

      Run run = terraform.run(terraform.root(), "validate", "-no-color");

      assertThat(run.exitCode()).isNotZero();
      assertThat(run.output().replaceAll("[\\s│]+", " ")).contains(fault);
    }
  }

  @Test
  void dashboardsAndAlertsAreInstalledInOneFolder() throws IOException {
    try (Terraform terraform = terraform()) {
      terraform.succeeds(terraform.root(), "apply", "-auto-approve", DATA_SOURCE);

      JsonNode state = json.readTree(terraform.succeeds(terraform.root(), "show", "-json"));
      assertThat(values(state, "grafana_folder")).hasSize(1);
      assertThat(values(state, "grafana_dashboard"))
          .hasSize(6)
          .allSatisfy(dashboard -> {
            assertThat(dashboard.path("folder").asText()).isEqualTo("zoneprobe");
            assertThat(dashboard.path("config_json").asText()).contains("\"prometheus-1\"");
          });
      assertThat(values(state, "grafana_rule_group"))
          .hasSize(3)
          .allSatisfy(group -> {
            assertThat(group.path("folder_uid").asText()).isEqualTo("zoneprobe");
            assertThat(group.path("rule")).isNotEmpty().allSatisfy(ProviderTest::asksPrometheus);
          });
    }
  }

  private static void asksPrometheus(JsonNode rule) {
    assertThat(rule.at("/data/0/datasource_uid").asText()).isEqualTo("prometheus-1");
    assertThat(rule.path("condition").asText()).isEqualTo(rule.at("/data/1/ref_id").asText());
    assertThat(rule.at("/labels/app").asText()).isEqualTo("zoneprobe");
  }

  @Test
  void alertsAreLeftOutWherePrometheusEvaluatesThem() throws IOException {
    try (Terraform terraform = terraform()) {
      terraform.succeeds(
          terraform.root(), "apply", "-auto-approve", DATA_SOURCE, "-var=alerts=false");

      JsonNode state = json.readTree(terraform.succeeds(terraform.root(), "show", "-json"));
      assertThat(values(state, "grafana_rule_group")).isEmpty();
      assertThat(values(state, "grafana_dashboard")).hasSize(6);
    }
  }

  private static List<JsonNode> values(JsonNode state, String type) {
    return state
        .at("/values/root_module/resources")
        .valueStream()
        .filter(resource -> resource.path("type").asText().equals(type))
        .map(resource -> resource.path("values"))
        .toList();
  }
}
