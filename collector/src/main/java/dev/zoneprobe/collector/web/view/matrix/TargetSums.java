// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.matrix;

import dev.zoneprobe.collector.history.Grouping;
import dev.zoneprobe.collector.web.view.part.Estimate;
import dev.zoneprobe.collector.web.view.part.Tally;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.Collection;
import java.util.Map;

/// What attempts on one target came to.
record TargetSums(Estimate median, Estimate estimate, Tally counts, Map<String, Long> reasons) {
  private static final double MEDIAN = 0.5;

  /// All `parts` together.
  static TargetSums of(Collection<Grouping.Part> parts, double quantile) {
    LatencyHistogram durations = new LatencyHistogram();
    parts.forEach(part -> durations.add(part.durations()));
    Counts counts = parts.stream().map(Grouping.Part::counts).reduce(Counts.NONE, Counts::plus);
    return new TargetSums(
        Estimate.of(durations, MEDIAN),
        Estimate.of(durations, quantile),
        Tally.of(counts),
        Tally.reasons(counts));
  }
}
