// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.picture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/// The last value of each pair of zones, source zones downwards.
///
/// @param series each with the labels `source_zone` and `destination_zone`
public record Matrix(List<JsonNode> series, String unit) implements Drawing {
  private static final int LEFT = 70;
  private static final int TOP = 25;

  @Override
  public String svg(int width, int height) {
    SortedSet<String> zones = new TreeSet<>();
    series.forEach(one -> zones.add(zone(one, "source_zone")));
    List<String> names = List.copyOf(zones);
    double cellWidth = (double) (width - LEFT - 15) / names.size();
    double cellHeight = (double) (height - TOP - 15) / names.size();
    double most = series.stream().mapToDouble(Matrix::last).max().orElse(0);
    StringBuilder svg = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      svg.append(Sheet.text(LEFT + cellWidth * (i + 0.3), TOP - 8, "to " + names.get(i)));
      svg.append(Sheet.text(8, TOP + cellHeight * (i + 0.55), names.get(i)));
    }
    for (JsonNode one : series) {
      double x = LEFT + cellWidth * names.indexOf(zone(one, "destination_zone"));
      double y = TOP + cellHeight * names.indexOf(zone(one, "source_zone"));
      double share = most > 0 ? last(one) / most : 0;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#e69f00\""
                  + " fill-opacity=\"%.2f\" stroke=\"#ffffff\"/>%n",
              x,
              y,
              cellWidth,
              cellHeight,
              0.06 + 0.8 * share));
      String text = Unit.of(unit).text(last(one));
      svg.append(Sheet.text(x + cellWidth * 0.3, y + cellHeight * 0.55, text));
    }
    return svg.toString();
  }

  private static String zone(JsonNode one, String label) {
    return one.path("metric").path(label).asText();
  }

  private static double last(JsonNode one) {
    return Curve.of(one, "").last();
  }
}
