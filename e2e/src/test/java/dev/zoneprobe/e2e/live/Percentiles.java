// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import dev.zoneprobe.e2e.kit.Repository;
import dev.zoneprobe.e2e.kit.observer.Prometheus;
import dev.zoneprobe.e2e.kit.observer.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The percentiles that the overview and the target dashboard show beside the collector's exact
/// ones, series by series.
///
/// The query is the one that is recorded for those panels, but for two things: it takes all that
/// was counted instead of five minutes of it, because the exact ones are of five minutes too and
/// the demo is younger; and it tells new from reused connections, as the exact ones do.
///
/// @param kind `native` or `classic`
record Percentiles(Prometheus prometheus, String kind) {
  private static final Pattern RATE = Pattern.compile("rate\\((.*?)\\[5m]\\)");
  private static final String BY =
      "cluster, source_zone, destination_zone, target, protocol, connection";

  /// One percentile of one series, in seconds.
  record Compared(Map<String, String> series, double shown, double exact) {
    /// How much more the dashboard shows, as a share of the exact one.
    double error() {
      return (shown - exact) / exact;
    }
  }

  /// All series that have both, at one scrape.
  ///
  /// @param percent `50` or `99`
  List<Compared> of(int percent) {
    String question =
        """
        label_replace(%s, "from", "shown", "", "")
        or label_replace(
          max by (%s) (zoneprobe_quantile_seconds{bound="estimate", quantile="%s", phase="response"}),
          "from", "exact", "", "")
        """
            .formatted(shown(percent), BY, percent / 100.0);
    return prometheus.query(question).stream()
        .collect(Collectors.groupingBy(Percentiles::series))
        .values()
        .stream()
        .filter(both -> both.size() == 2)
        .map(Percentiles::compared)
        .toList();
  }

  private String shown(int percent) {
    String file = read("dashboards/rules/recording-" + kind + ".yaml");
    Pattern rule =
        Pattern.compile(
            "record: zoneprobe:response_seconds:p%d_5m\\s+expr: \\|\\s+(.*)".formatted(percent));
    Matcher found = rule.matcher(file);
    if (!found.find()) {
      throw new IllegalStateException("no rule for " + percent);
    }
    String expression = RATE.matcher(found.group(1)).replaceAll("$1");
    return expression.replace("sum by (", "sum by (connection, ");
  }

  private static String read(String name) {
    try {
      return Files.readString(Repository.root().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> series(Sample sample) {
    return sample.labels().entrySet().stream()
        .filter(label -> !label.getKey().equals("from"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Compared compared(Collection<Sample> both) {
    return new Compared(series(both.iterator().next()), value(both, "shown"), value(both, "exact"));
  }

  private static double value(Collection<Sample> both, String from) {
    return both.stream()
        .filter(sample -> from.equals(sample.labels().get("from")))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElseThrow();
  }
}
