// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.picture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.e2e.live.picture.Curve.Point;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Series over time as lines; the ten highest have names.
///
/// @param begin the left edge, in seconds since 1970
/// @param end the right edge
public record Lines(List<Curve> curves, Unit unit, double begin, double end) implements Drawing {
  private static final int LEFT = 60;
  private static final int BOTTOM = 22;
  private static final int LEGEND = 170;
  private static final int MOST_NAMES = 10;
  private static final int STEPS = 4;

  /// For colour-blind people, too: Okabe and Ito's.
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#7f7f7f", "#b8a800");

  /// The lines of what the query API answered.
  ///
  /// @param legend as Grafana has it
  /// @param unit as Grafana names it
  public static Lines of(
      List<JsonNode> series, String legend, String unit, double begin, double end) {
    List<Curve> curves =
        series.stream()
            .map(one -> Curve.of(one, legend))
            .sorted(Comparator.comparingDouble(Curve::highest).reversed())
            .toList();
    return new Lines(curves, Unit.of(unit), begin, end);
  }

  @Override
  public String svg(int width, int height) {
    double top = Math.max(curves.stream().mapToDouble(Curve::highest).max().orElse(0), 1e-6) * 1.05;
    Plot plot = new Plot(width - LEFT - LEGEND, height - BOTTOM - 5, top);
    StringBuilder svg = new StringBuilder(axes(plot));
    for (int i = 0; i < curves.size(); i++) {
      svg.append(line(curves.get(i), COLOURS.get(i % COLOURS.size()), plot));
    }
    for (int i = 0; i < Math.min(MOST_NAMES, curves.size()); i++) {
      svg.append(name(i, width - LEGEND + 10));
    }
    return svg.toString();
  }

  private record Plot(double width, double height, double top) {}

  private String axes(Plot plot) {
    StringBuilder svg = new StringBuilder();
    for (int i = 0; i <= STEPS; i++) {
      double y = plot.height() * (1 - (double) i / STEPS) + 5;
      svg.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%d %.1fH%.1f\" stroke=\"#e4e4e4\"/>%n",
              LEFT,
              y,
              LEFT + plot.width()));
      svg.append(Sheet.text(5, y + 4, unit.text(plot.top() * i / STEPS)));
    }
    for (int i = 0; i <= STEPS; i++) {
      double second = (end - begin) * i / STEPS;
      double x = LEFT + plot.width() * i / STEPS;
      svg.append(Sheet.text(x - 12, plot.height() + BOTTOM, "%.0f s".formatted(second)));
    }
    return svg.toString();
  }

  private String line(Curve curve, String colour, Plot plot) {
    String points =
        curve.points().stream().map(point -> at(point, plot)).collect(Collectors.joining(" "));
    return "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>\n"
        .formatted(points, colour);
  }

  private String at(Point point, Plot plot) {
    double x = LEFT + plot.width() * (point.second() - begin) / (end - begin);
    double y = 5 + plot.height() * (1 - point.value() / plot.top());
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  private String name(int index, double x) {
    String colour = COLOURS.get(index % COLOURS.size());
    double y = 12 + 17.0 * index;
    String mark =
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
            x,
            y - 9,
            colour);
    String name = curves.get(index).name();
    String text = name.length() > 24 ? name.substring(0, 23) + "…" : name;
    return mark + Sheet.text(x + 15, y, text);
  }
}
