// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import dev.zoneprobe.e2e.kit.observer.Prometheus;
import dev.zoneprobe.e2e.kit.observer.Sample;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The percentiles that dashboards work out from histograms beside the collector's exact ones,
/// series by series.
record Percentiles(Prometheus prometheus) {
  private static final String LABELS =
      "cluster, source_zone, destination_zone, target, protocol, connection";

  /// One percentile of one series, in seconds.
  record Compared(Map<String, String> series, double shown, double exact) {
    /// How much more the dashboard shows, as a share of the exact one.
    double error() {
      return (shown - exact) / exact;
    }
  }

  /// All series that have both, at one scrape.
  List<Compared> compare(Percentile percentile) {
    String question =
        """
        label_replace(%s, "from", "shown", "", "")
        or label_replace(
          max by (%s) (zoneprobe_quantile_seconds{bound="estimate", quantile="%s", phase="response"}),
          "from", "exact", "", "")
        """
            .formatted(percentile.by(LABELS), LABELS, percentile.quantile());
    return prometheus.query(question).stream()
        .collect(Collectors.groupingBy(Percentiles::series))
        .values()
        .stream()
        .filter(both -> both.size() == 2)
        .map(Percentiles::compared)
        .toList();
  }

  /// One line for a person: the series that is furthest off.
  String worst(Percentile percentile) {
    List<Compared> all = compare(percentile);
    Compared worst =
        all.stream().max(Comparator.comparingDouble(one -> Math.abs(one.error()))).orElseThrow();
    return "%s: %d series; the worst shows %.2f ms instead of %.2f ms (%+.1f %%)%n"
        .formatted(
            percentile.where(),
            all.size(),
            1e3 * worst.shown(),
            1e3 * worst.exact(),
            1e2 * worst.error());
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
