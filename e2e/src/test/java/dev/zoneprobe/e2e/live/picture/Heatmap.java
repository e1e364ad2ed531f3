// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.picture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A native histogram over time: time to the right, the logarithm of seconds upwards, and the
/// darker the more.
///
/// @param begin the left edge, in seconds since 1970
/// @param end the right edge
public record Heatmap(List<Cell> cells, double begin, double end, double step) implements Drawing {
  private static final int LEFT = 60;
  private static final int BOTTOM = 22;
  private static final double LOWEST = 1e-4;
  private static final double HIGHEST = 2;

  /// So many within these seconds.
  record Cell(double second, double low, double high, double count) {}

  /// Reads what the query API answered.
  public static Heatmap of(List<JsonNode> series, double begin, double end, double step) {
    List<Cell> cells = new ArrayList<>();
    for (JsonNode one : series) {
      for (JsonNode at : one.path("histograms")) {
        for (JsonNode bucket : at.path(1).path("buckets")) {
          cells.add(
              new Cell(
                  at.path(0).asDouble(),
                  bucket.path(1).asDouble(),
                  bucket.path(2).asDouble(),
                  bucket.path(3).asDouble()));
        }
      }
    }
    return new Heatmap(cells, begin, end, step);
  }

  @Override
  public String svg(int width, int height) {
    double most = cells.stream().mapToDouble(Cell::count).max().orElse(1);
    double plotWidth = width - LEFT - 15.0;
    double plotHeight = height - BOTTOM - 5.0;
    StringBuilder svg = new StringBuilder();
    for (Cell cell : cells) {
      double x = LEFT + plotWidth * (cell.second() - begin) / (end - begin);
      double top = y(cell.high(), plotHeight);
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#0072b2\""
                  + " fill-opacity=\"%.2f\"/>%n",
              x,
              top,
              plotWidth * step / (end - begin),
              Math.max(1, y(cell.low(), plotHeight) - top),
              0.1 + 0.9 * Math.sqrt(cell.count() / most)));
    }
    for (double bound = 1e-4; bound <= 1; bound *= 10) {
      svg.append(Sheet.text(5, y(bound, plotHeight) + 4, Unit.SECONDS.text(bound)));
    }
    for (int i = 0; i <= 4; i++) {
      String text = "%.0f s".formatted((end - begin) * i / 4);
      svg.append(Sheet.text(LEFT + plotWidth * i / 4 - 12, plotHeight + BOTTOM, text));
    }
    return svg.toString();
  }

  private static double y(double seconds, double height) {
    double at = Math.log(Math.clamp(seconds, LOWEST, HIGHEST) / LOWEST);
    return 5 + height * (1 - at / Math.log(HIGHEST / LOWEST));
  }
}
