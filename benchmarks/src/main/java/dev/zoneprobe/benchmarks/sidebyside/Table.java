// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside;

import dev.zoneprobe.benchmarks.sidebyside.prober.Load;
import dev.zoneprobe.benchmarks.sidebyside.prober.Reading;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.util.Locale;
import java.util.Optional;

/// All readings as one table in Markdown, line by line as they come.
final class Table {
  static final String HEAD =
      """
      | probe | targets | prober | connect p50 | connect p99 | whole p50 | whole p99 | CPU a probe | resident |
      |---|---|---|---|---|---|---|---|---|
      """;

  private static final String TOO_FEW = "·";

  private Table() {}

  static String line(Load load, String prober, Reading reading) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %s | %s | %s | %s | %.0f µs | %.0f MB |",
        load.kind().label(),
        load.targets(),
        prober,
        micros(reading.connect(), 0.5),
        micros(reading.connect(), 0.99),
        micros(Optional.of(reading.whole()), 0.5),
        micros(Optional.of(reading.whole()), 0.99),
        reading.cpuMicrosPerProbe(),
        reading.residentKilobytes() / 1e3);
  }

  private static String micros(Optional<LatencyHistogram> histogram, double quantile) {
    return histogram
        .flatMap(all -> QuantileEstimate.of(all, quantile))
        .map(estimate -> String.format(Locale.ROOT, "%.0f µs", estimate.estimateNanos() / 1e3))
        .orElse(TOO_FEW);
  }
}
