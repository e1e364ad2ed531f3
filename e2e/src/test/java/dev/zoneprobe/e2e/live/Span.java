// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoneprobe.e2e.kit.observer.Prometheus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stretch of time on a Prometheus that a dashboard shows.
record Span(Prometheus prometheus, Instant begin, Instant end) {
  static final Duration STEP = Duration.ofSeconds(5);
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), *(\\w+)\\)");

  static Span last(Duration length, Prometheus prometheus) {
    Instant now = Instant.now();
    return new Span(prometheus, now.minus(length), now);
  }

  /// The series that an expression has in this time, as Prometheus' API tells them; without those
  /// that are nothing but NaN.
  List<JsonNode> series(String expression) {
    String path =
        "query_range?query=%s&start=%d&end=%d&step=%d"
            .formatted(
                encoded(expression),
                begin.getEpochSecond(),
                end.getEpochSecond(),
                STEP.toSeconds());
    return prometheus.data(path).path("result").valueStream().filter(Span::hasNumbers).toList();
  }

  /// The values that a variable may take.
  List<String> values(String variable) {
    Matcher parts = LABEL_VALUES.matcher(variable);
    if (!parts.matches()) {
      throw new IllegalArgumentException(variable);
    }
    String path = "label/%s/values?match[]=%s".formatted(parts.group(2), encoded(parts.group(1)));
    return prometheus
        .data(path.replace("[]", "%5B%5D"))
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  private static boolean hasNumbers(JsonNode series) {
    return !series.path("histograms").isEmpty()
        || series.path("values").valueStream().anyMatch(v -> !v.path(1).asText().equals("NaN"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
