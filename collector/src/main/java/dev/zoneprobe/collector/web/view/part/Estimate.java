// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.part;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import org.jspecify.annotations.Nullable;

/// A quantile in seconds with its bounds; all null where the samples do not suffice.
public record Estimate(
    long samples, @Nullable Double seconds, @Nullable Double lower, @Nullable Double upper) {

  /// The `quantile` of `durations`.
  public static Estimate of(LatencyHistogram durations, double quantile) {
    return QuantileEstimate.of(durations, quantile)
        .map(known ->
            new Estimate(
                known.count(),
                Json.seconds(known.estimateNanos()),
                Json.seconds(known.lowerNanos()),
                Json.seconds(known.upperNanos())))
        .orElseGet(() -> new Estimate(durations.count(), null, null, null));
  }
}
