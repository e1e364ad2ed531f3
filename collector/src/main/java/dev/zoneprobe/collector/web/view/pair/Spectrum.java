// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.pair;

import dev.zoneprobe.collector.web.view.part.Json;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;

/// The percentiles of a histogram, closer and closer to each other towards the maximum: five points
/// for each halving of what is above, as plots of HdrHistogram have them.
final class Spectrum {
  private static final int POINTS_PER_HALVING = 5;

  private Spectrum() {}

  /// Pairs of quantile and seconds, as far as there are samples; the last is the maximum.
  static List<List<Double>> of(LatencyHistogram durations) {
    List<List<Double>> points = new ArrayList<>();
    long count = durations.count();
    for (double above = 1; above * count >= 1; above /= 2) {
      for (int point = 0; point < POINTS_PER_HALVING; point++) {
        points.add(point(durations, 1 - above + above / 2 * point / POINTS_PER_HALVING));
      }
    }
    if (count > 0) {
      points.add(List.of(1.0, Json.seconds(durations.maxNanos())));
    }
    return points;
  }

  private static List<Double> point(LatencyHistogram durations, double quantile) {
    return List.of(quantile, Json.seconds(durations.nanosAtQuantile(quantile)));
  }
}
