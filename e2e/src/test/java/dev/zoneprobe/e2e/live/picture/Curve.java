// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.picture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One series over time.
///
/// @param points by time
record Curve(String name, List<Point> points) {
  private static final Pattern LABEL = Pattern.compile("\\{\\{ *(\\w+) *}}");

  /// @param second since 1970
  record Point(double second, double value) {}

  /// @param legend as Grafana has it, with `{{label}}` for the value of a label
  static Curve of(JsonNode series, String legend) {
    List<Point> points =
        series
            .path("values")
            .valueStream()
            .map(pair -> new Point(pair.path(0).asDouble(), number(pair.path(1).asText())))
            .filter(point -> Double.isFinite(point.value()))
            .sorted(Comparator.comparingDouble(Point::second))
            .toList();
    return new Curve(name(series.path("metric"), legend), points);
  }

  private static String name(JsonNode labels, String legend) {
    String name =
        LABEL
            .matcher(legend)
            .replaceAll(label -> Matcher.quoteReplacement(labels.path(label.group(1)).asText("")));
    return name.isBlank()
        ? labels.valueStream().map(JsonNode::asText).collect(Collectors.joining(" "))
        : name;
  }

  private static double number(String text) {
    return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  double highest() {
    return points.stream().mapToDouble(Point::value).max().orElse(0);
  }

  double last() {
    return points.isEmpty() ? 0 : points.getLast().value();
  }
}
