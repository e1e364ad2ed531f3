// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.live.Board.Panel;
import dev.zoneprobe.e2e.live.picture.Drawing;
import dev.zoneprobe.e2e.live.picture.Heatmap;
import dev.zoneprobe.e2e.live.picture.Lines;
import dev.zoneprobe.e2e.live.picture.Matrix;
import dev.zoneprobe.e2e.live.picture.Sheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Draws what the panels of a dashboard show: their own queries over a stretch of time, not
/// Grafana's rendering of them. Panels that are tables of something else than pairs of zones are
/// left out.
record Pictures(Span span) {
  /// Draws `board` into a file and returns its path.
  Path draw(Board board) throws IOException {
    Sheet sheet = new Sheet(caption(board));
    for (Panel panel : board.panels()) {
      List<JsonNode> series = new ArrayList<>();
      panel.queries().forEach(query -> series.addAll(span.series(query.expression())));
      if (panel.type().equals("heatmap")) {
        sheet.whole(panel.title(), Heatmap.of(series, begin(), end(), step()));
      } else if (!panel.type().equals("table") || isMatrix(series)) {
        sheet.half(panel.title(), drawing(panel, series));
      }
    }
    Path folder = Files.createDirectories(Repository.root().resolve("e2e/target/pictures"));
    return Files.writeString(folder.resolve(board.name() + ".svg"), sheet.svg());
  }

  private Drawing drawing(Panel panel, List<JsonNode> series) {
    if (panel.type().equals("table")) {
      return new Matrix(series, panel.unit());
    }
    String legend = panel.queries().size() == 1 ? panel.queries().getFirst().legend() : "";
    return Lines.of(series, legend, panel.unit(), begin(), end());
  }

  private static boolean isMatrix(List<JsonNode> series) {
    return series.stream().allMatch(one -> one.at("/metric/destination_zone").isTextual())
        && series.stream().noneMatch(one -> one.at("/metric/alertname").isTextual());
  }

  private static String caption(Board board) {
    return "Dashboard \"%s\": the answers to its own queries on a live Prometheus, over the demo's run"
            .formatted(board.json().path("title").asText())
        + " with faults. Drawn by a test, not a screenshot of Grafana.";
  }

  private static double step() {
    return Span.STEP.toSeconds();
  }

  private double begin() {
    return span.begin().getEpochSecond();
  }

  private double end() {
    return span.end().getEpochSecond();
  }
}
