// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.picture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  /// Rows of the picture; a native histogram has many more buckets.
  private static final int ROWS = 60;

  /// So many in a row at a time.
  record Cell(double second, int row, double count) {}

  private record Place(double second, int row) {}

  /// Reads what the query API answered.
  public static Heatmap of(List<JsonNode> series, double begin, double end, double step) {
    Map<Place, Double> counts = new HashMap<>();
    for (JsonNode one : series) {
      for (JsonNode at : one.path("histograms")) {
        for (JsonNode bucket : at.path(1).path("buckets")) {
          double middle = Math.sqrt(bucket.path(1).asDouble() * bucket.path(2).asDouble());
          Place place = new Place(at.path(0).asDouble(), (int) (ROWS * height(middle)));
          counts.merge(place, bucket.path(3).asDouble(), Double::sum);
        }
      }
    }
    List<Cell> cells =
        counts.entrySet().stream()
            .map(one -> new Cell(one.getKey().second(), one.getKey().row(), one.getValue()))
            .toList();
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
      double top = 5 + plotHeight * (1 - (cell.row() + 1.0) / ROWS);
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#0072b2\""
                  + " fill-opacity=\"%.2f\"/>%n",
              x,
              top,
              plotWidth * step / (end - begin),
              plotHeight / ROWS,
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
    return 5 + height * (1 - height(seconds));
  }

  /// From 0 at the bottom to 1 at the top.
  private static double height(double seconds) {
    double at = Math.log(Math.clamp(seconds, LOWEST, HIGHEST) / LOWEST);
    return at / Math.log(HIGHEST / LOWEST);
  }
}
