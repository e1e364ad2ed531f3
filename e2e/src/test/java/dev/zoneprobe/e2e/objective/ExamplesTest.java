// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.objective;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.settings.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Examples are read by the programs that they are for, and fit each other.
final class ExamplesTest {
  private static final Path SPANNER = Repository.root().resolve("dashboards/examples/spanner");
  private static final Pattern BLOCK =
      Pattern.compile("```(?:yaml)?\n((?:team|orders|across).*?)```", Pattern.DOTALL);

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void theAgentUnderstandsTheTarget() throws Exception {
    AgentSettings settings =
        SettingsFile.read(SPANNER.resolve("agent.yaml"), top -> AgentSettings.read(top, Map.of()));

    assertThat(settings.targets())
        .isNotEmpty()
        .allSatisfy(target -> {
          assertThat(target.subject().target()).isEqualTo("orders-spanner");
          assertThat(target.endpoint()).isInstanceOf(Endpoint.Grpc.class);
        });
  }

  @Test
  void theObjectiveIsAboutThatTargetAndItsTeam() throws Exception {
    SloCommand check = SloCommand.run("check", "--slo", SPANNER.resolve("slo.yaml"));

    assertThat(check.exitCode()).as(check.output()).isZero();
    assertThat(check.output())
        .contains("orders-spanner: 99.5 % of the attempts succeed within 25ms, over 30 days")
        .contains("told: team payments");
  }

  @Test
  void theDashboardHasTheVariables() throws Exception {
    JsonNode chosen = json.readTree(Files.readString(SPANNER.resolve("variables.json")));
    String name = chosen.path("dashboard").asText().replace("zoneprobe-", "");
    JsonNode dashboard =
        json.readTree(Files.readString(Repository.root().resolve("dashboards/" + name + ".json")));

    assertThat(chosen.path("variables").propertyStream().map(Map.Entry::getKey))
        .isNotEmpty()
        .allSatisfy(variable ->
            assertThat(dashboard.at("/templating/list").findValuesAsText("name"))
                .contains(variable));
    assertThat(chosen.at("/variables/target").asText()).isEqualTo("orders-spanner");
  }

  @Test
  void theDocumentShowsWhatTheCommandPrints() throws Exception {
    String document = Files.readString(Repository.root().resolve("docs/slo.md"));
    List<String> blocks = BLOCK.matcher(document).results().map(ExamplesTest::text).toList();
    try (TemporaryFolder folder = TemporaryFolder.create("slo")) {
      Path slo = folder.write("slo.yaml", blocks.get(0));

      SloCommand check = SloCommand.run("check", "--slo", slo);

      assertThat(check.exitCode()).as(check.output()).isZero();
      assertThat(blocks.get(1)).isEqualTo(check.output());
    }
  }

  private static String text(MatchResult block) {
    return block.group(1);
  }
}
