// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/// A shipped dashboard, as far as it asks Prometheus for something.
///
/// @param name of its file
record Board(String name, JsonNode json) {
  /// @param type as Grafana names it, such as `heatmap`
  /// @param unit as Grafana names it
  record Panel(String title, String type, String unit, List<PanelQuery> queries) {}

  static List<Board> all() {
    return Stream.of("overview", "zone-pair", "node", "environment", "target", "health")
        .map(Board::read)
        .toList();
  }

  private static Board read(String name) {
    try {
      String text = Files.readString(Repository.root().resolve("dashboards/" + name + ".json"));
      return new Board(name, new ObjectMapper().readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Panel> panels() {
    return json.path("panels").valueStream().map(this::panel).toList();
  }

  private Panel panel(JsonNode panel) {
    String title = panel.path("title").asText();
    List<PanelQuery> queries =
        panel
            .path("targets")
            .valueStream()
            .map(target ->
                PanelQuery.of(
                    "%s: %s, %s".formatted(name, title, target.path("refId").asText()),
                    target.path("expr"),
                    target.path("legendFormat").asText()))
            .toList();
    String unit = panel.at("/fieldConfig/defaults/unit").asText();
    return new Panel(title, panel.path("type").asText(), unit, queries);
  }

  /// Of all panels and annotations.
  Stream<PanelQuery> queries() {
    Stream<PanelQuery> annotations =
        json.at("/annotations/list")
            .valueStream()
            .map(one -> PanelQuery.of(name + ": annotations", one.path("expr"), ""));
    return Stream.concat(annotations, panels().stream().flatMap(panel -> panel.queries().stream()));
  }

  /// Of all variables that ask for something.
  Stream<PanelQuery> variables() {
    return json.at("/templating/list")
        .valueStream()
        .filter(variable -> variable.path("type").asText().equals("query"))
        .map(variable ->
            PanelQuery.of(
                name + ": variable " + variable.path("name").asText(),
                variable.at("/query/query"),
                ""));
  }
}
