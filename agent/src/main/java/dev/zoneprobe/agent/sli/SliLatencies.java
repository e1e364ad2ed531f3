// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.sli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// The 99th percentile of each SLI over the last five minutes: from the due moment to the end, of
/// successes and failures alike, without attempts that this agent itself held up.
///
/// Whole slots of half a minute are forgotten, so that it reaches back between 5 and 5.5 minutes;
/// at one attempt a second that is just what a 99th percentile needs. Thread-safe.
public final class SliLatencies {
  static final double QUANTILE = 0.99;
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int SLOTS = 10;
  private static final long SLOT_NANOS = WINDOW.toNanos() / SLOTS;

  private final NanoClock clock;
  private final long originNanos;

  /// By the number of the slot since `originNanos`.
  @GuardedBy("this")
  private final Map<Sli, NavigableMap<Long, LatencyHistogram>> slots = new EnumMap<>(Sli.class);

  public SliLatencies(NanoClock clock) {
    this.clock = clock;
    this.originNanos = clock.nanos();
  }

  /// Takes an attempt into account if an SLI is measured by its target.
  public void record(Attempt attempt) {
    if (attempt.circumstances().sourceState() != SourceState.STALLED) {
      Sli.ofTarget(attempt.subject().target())
          .ifPresent(sli -> record(sli, attempt.phaseNanos().getOrDefault(Phase.RESPONSE, 0L)));
    }
  }

  private synchronized void record(Sli sli, long nanos) {
    recent(sli).computeIfAbsent(currentSlot(), _ -> new LatencyHistogram()).record(nanos);
  }

  @GuardedBy("this")
  private NavigableMap<Long, LatencyHistogram> recent(Sli sli) {
    NavigableMap<Long, LatencyHistogram> recent = slots.computeIfAbsent(sli, _ -> new TreeMap<>());
    recent.headMap(currentSlot() - SLOTS, false).clear();
    return recent;
  }

  private long currentSlot() {
    return (clock.nanos() - originNanos) / SLOT_NANOS;
  }

  /// The percentile in seconds; empty while there are fewer attempts than it needs.
  synchronized OptionalDouble seconds(Sli sli) {
    LatencyHistogram all = new LatencyHistogram();
    recent(sli).values().forEach(all::add);
    return QuantileEstimate.of(all, QUANTILE).stream()
        .mapToDouble(estimate -> estimate.estimateNanos() / 1e9)
        .findFirst();
  }
}
