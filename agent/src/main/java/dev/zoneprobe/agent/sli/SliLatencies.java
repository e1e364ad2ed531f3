// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.sli;

import dev.zoneprobe.agent.recent.RecentDurations;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.util.OptionalDouble;

/// The 99th percentile of each SLI over the last five minutes: from the due moment to the end, of
/// successes and failures alike, without attempts that this agent itself held up. Thread-safe.
public final class SliLatencies {
  static final double QUANTILE = 0.99;

  private final RecentDurations<Sli> recent;

  public SliLatencies(NanoClock clock) {
    recent = new RecentDurations<>(clock, Sli.values().length);
  }

  /// Takes an attempt into account if an SLI is measured by its target.
  public void record(Attempt attempt) {
    if (attempt.circumstances().sourceState() != SourceState.STALLED) {
      long nanos = attempt.phaseNanos().getOrDefault(Phase.RESPONSE, 0L);
      Sli.ofTarget(attempt.subject().target()).ifPresent(sli -> recent.record(sli, nanos));
    }
  }

  /// The percentile in seconds; empty while there are fewer attempts than it needs.
  OptionalDouble seconds(Sli sli) {
    return QuantileEstimate.of(recent.of(sli), QUANTILE).stream()
        .mapToDouble(estimate -> estimate.estimateNanos() / 1e9)
        .findFirst();
  }
}
