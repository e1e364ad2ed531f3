// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The phases of one target's attempts, by kind of connection, over all outcomes and source states.
///
/// @param histograms kinds of connection and phases that did not occur are absent
/// @param states how many attempts there were in each source state; those without any are absent
record PhaseTable(
    Map<Connection, Map<Phase, LatencyHistogram>> histograms, Map<SourceState, Long> states) {
  /// The quantiles that are shown.
  static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.99, 0.999);

  static PhaseTable of(SubjectInterval interval) {
    Map<Connection, Map<Phase, LatencyHistogram>> histograms = new EnumMap<>(Connection.class);
    Map<SourceState, Long> states = new EnumMap<>(SourceState.class);
    interval
        .series()
        .forEach((slice, series) -> {
          histograms
              .computeIfAbsent(slice.connection(), _ -> new EnumMap<>(Phase.class))
              .computeIfAbsent(slice.phase(), _ -> new LatencyHistogram())
              .add(series.histogram());
          if (slice.phase() == Phase.TOTAL) {
            states.merge(slice.sourceState(), series.histogram().count(), Long::sum);
          }
        });
    return new PhaseTable(histograms, states);
  }
}
