// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// How much of the room is taken, and what there was none for.
public final class LimitMetrics {
  private LimitMetrics() {}

  /// Exposes the numbers of `limits`, which somebody else must hold on to.
  public static void bind(SeriesLimits limits, MeterRegistry meters) {
    Gauge.builder("zoneprobe.collector.series", limits, SeriesLimits::series)
        .description("Series that are kept, each route counted as one more")
        .register(meters);
    Gauge.builder("zoneprobe.collector.zones", limits, SeriesLimits::zones)
        .description("Zones that are known")
        .register(meters);
    Gauge.builder("zoneprobe.collector.targets", limits, SeriesLimits::targets)
        .description("Names of targets that are known")
        .register(meters);
    for (Limit limit : Limit.values()) {
      FunctionCounter.builder(
              "zoneprobe.collector.series.refused", limits, one -> one.refused(limit))
          .description("Series that there was no room for, once for each snapshot they were in")
          .tag("limit", limit.label())
          .register(meters);
    }
    FunctionCounter.builder(
            "zoneprobe.collector.attempts.refused", limits, SeriesLimits::refusedAttempts)
        .description("Attempts that are in no counter, because their route was refused")
        .register(meters);
    FunctionCounter.builder("zoneprobe.collector.routes.forgotten", limits, SeriesLimits::forgotten)
        .description("Routes that were forgotten because nobody reported them any more")
        .register(meters);
  }
}
