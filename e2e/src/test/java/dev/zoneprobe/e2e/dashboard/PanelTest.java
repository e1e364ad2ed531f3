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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of tests for promtool, in which `<dashboard: title, query>` stands for what a panel asks.
@RequiresProgram(Program.PROMTOOL)
final class PanelTest {
  private static final Pattern QUERY = Pattern.compile("<([a-z-]+): (.+), ([A-Z])>");
  private static final Pattern EXPRESSION = Pattern.compile("expr: (.*<.*)");

  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"nodes.yaml", "alerts.yaml"})
  void panelsShowWhatTheySay(String name) throws Exception {
    Path given = Path.of(Objects.requireNonNull(PanelTest.class.getResource(name)).toURI());
    String asked = EXPRESSION.matcher(Files.readString(given)).replaceAll(this::expression);
    try (TemporaryFolder folder = TemporaryFolder.create("panels")) {
      Path file = folder.write(name, asked);
      Run run = Run.of(folder.path(), Program.PROMTOOL.command("test", "rules", file.toString()));

      assertThat(run.exitCode()).as(run.output()).isZero();
    }
  }

  private String expression(MatchResult line) {
    String asked = QUERY.matcher(line.group(1)).replaceAll(this::query);
    return Matcher.quoteReplacement("expr: '" + asked + "'");
  }

  private String query(MatchResult of) {
    String all = expression(of.group(1), of.group(2), of.group(3)).replaceAll("\\$[a-z_]+", ".*");
    return Matcher.quoteReplacement(all);
  }

  private String expression(String dashboard, String title, String refId) {
    return read(dashboard)
        .path("panels")
        .valueStream()
        .filter(panel -> panel.path("title").asText().equals(title))
        .flatMap(panel -> panel.path("targets").valueStream())
        .filter(target -> target.path("refId").asText().equals(refId))
        .map(target -> target.path("expr").asText())
        .findFirst()
        .orElseThrow();
  }

  private JsonNode read(String dashboard) {
    Path file = Repository.root().resolve("dashboards/" + dashboard + ".json");
    try {
      return json.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
