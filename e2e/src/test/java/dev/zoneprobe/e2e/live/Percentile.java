// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A percentile that a panel works out from histograms. Those that the collector worked out are
/// exact by themselves and are none of these.
///
/// @param where dashboard, title and query
/// @param expression PromQL over histograms: of the panel, or of the rule that records for it
record Percentile(String where, String expression) {
  private static final String QUANTILE = "histogram_quantile(";
  private static final Pattern RECORDED = Pattern.compile("zoneprobe:\\w+:p\\d+_5m");
  private static final Pattern RATE = Pattern.compile("rate\\((.*?)\\[\\w+]\\)");
  private static final Pattern GROUP = Pattern.compile("sum by \\((?:.*?)(, le)?\\)");
  private static final Pattern NUMBER = Pattern.compile("histogram_quantile\\((0\\.\\d+),");

  /// All that the dashboards show.
  ///
  /// @param kind of the histograms that rules record from, `native` or `classic`
  static List<Percentile> shown(String kind) {
    return Board.all().stream()
        .flatMap(Board::queries)
        .flatMap(query -> of(query, kind).stream())
        .toList();
  }

  private static Optional<Percentile> of(PanelQuery query, String kind) {
    Matcher recorded = RECORDED.matcher(query.expression());
    if (recorded.find()) {
      return Optional.of(new Percentile(query.where(), rule(recorded.group(), kind)));
    }
    return query.expression().contains(QUANTILE)
        ? Optional.of(new Percentile(query.where(), query.expression()))
        : Optional.empty();
  }

  private static String rule(String name, String kind) {
    Matcher rule =
        Pattern.compile("record: " + name + "\\s+expr: \\|\\s+(.*)")
            .matcher(read("dashboards/rules/recording-" + kind + ".yaml"));
    if (!rule.find()) {
      throw new IllegalStateException("nothing records " + name);
    }
    return rule.group(1);
  }

  private static String read(String name) {
    try {
      return Files.readString(Repository.root().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Which of all attempts are faster, such as `0.99`.
  String quantile() {
    Matcher number = NUMBER.matcher(expression);
    if (!number.find()) {
      throw new IllegalStateException("no quantile: " + expression);
    }
    return number.group(1);
  }

  /// The expression for each of the series that the collector tells, over all that was counted: it
  /// tells them by kind of connection, without attempts that the prober itself delayed, and of five
  /// minutes, and the demo is younger.
  ///
  /// @param labels of those series
  String by(String labels) {
    String counted = RATE.matcher(expression).replaceAll("$1");
    String undelayed =
        counted.replace("phase=\"response\"", "phase=\"response\", source_state!=\"stalled\"");
    return GROUP
        .matcher(undelayed)
        .replaceAll(group -> "sum by (" + labels + (group.group(1) == null ? ")" : ", le)"));
  }
}
