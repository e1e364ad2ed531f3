// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Runs as a table in Markdown, one line each.
final class Table {
  static final String HEAD =
      """
      | agents | CPU, cores | CPU an agent | resident | peak | snapshots | bytes a snapshot | wire | receipt p50 | receipt p99 | text scrape | protobuf scrape | series | samples | generator, cores | lost | doubled |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  private static final String UNKNOWN = "·";

  private Table() {}

  static String line(Figures figures) {
    Figures.Traffic traffic = figures.traffic();
    Figures.Scrapes scrapes = figures.scrapes();
    double seconds = traffic.measured().toNanos() / 1e9;
    return String.format(
        Locale.ROOT,
        "| %d | %s | %s | %s | %s | %.1f/s | %.0f | %.2f MB/s | %s | %s | %s | %s | %d | %d | %.2f | %d | %d |",
        figures.agents(),
        cost(figures, cost -> String.format(Locale.ROOT, "%.3f", cost.cores())),
        cost(
            figures,
            cost -> String.format(Locale.ROOT, "%.0f µs/s", cost.cores() * 1e6 / figures.agents())),
        cost(
            figures,
            cost -> String.format(Locale.ROOT, "%.0f MB", cost.residentKilobytes() / 1024.0)),
        cost(figures, cost -> String.format(Locale.ROOT, "%.0f MB", cost.peakKilobytes() / 1024.0)),
        traffic.snapshots() / seconds,
        (double) traffic.bytes() / Math.max(1, traffic.snapshots()),
        traffic.bytes() / 1e6 / seconds,
        millis(traffic.receiptTimes(), 0.5),
        millis(traffic.receiptTimes(), 0.99),
        scrape(scrapes.textBytes(), scrapes.textTook()),
        scrape(scrapes.protobufBytes(), scrapes.protobufTook()),
        figures.recount().series(),
        scrapes.samples(),
        figures.generatorCores(),
        figures.recount().lost(),
        figures.recount().doubled());
  }

  private static String cost(Figures figures, Function<Figures.Cost, String> text) {
    return figures.collector().map(text).orElse(UNKNOWN);
  }

  private static String scrape(int bytes, Duration took) {
    return String.format(Locale.ROOT, "%.2f MB in %.0f ms", bytes / 1e6, took.toNanos() / 1e6);
  }

  private static String millis(LatencyHistogram histogram, double quantile) {
    Optional<QuantileEstimate> estimate = QuantileEstimate.of(histogram, quantile);
    return estimate
        .map(it -> String.format(Locale.ROOT, "%.1f ms", it.estimateNanos() / 1e6))
        .orElse(UNKNOWN);
  }
}
