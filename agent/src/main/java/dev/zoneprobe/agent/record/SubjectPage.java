// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.trace.Retransmits;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One subject's attempts of the running interval. Not thread-safe: the ledger's lock guards it.
final class SubjectPage {
  private final Subject subject;
  private final Map<Slice, Entry> entries = new HashMap<>();
  private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
  private long successes;
  private Retransmits retransmits = Retransmits.NONE;

  /// One series: its durations, and its slowest attempt so far.
  private static final class Entry {
    private final LatencyHistogram histogram = new LatencyHistogram();
    private Optional<Exemplar> slowest = Optional.empty();

    void record(long nanos, Attempt attempt) {
      histogram.record(nanos);
      if (slowest.isEmpty() || nanos > slowest.get().nanos()) {
        slowest =
            Optional.of(
                new Exemplar(
                    nanos,
                    attempt.circumstances().begun(),
                    attempt.id(),
                    attempt.circumstances().destinationNode()));
      }
    }
  }

  SubjectPage(Subject subject) {
    this.subject = subject;
  }

  void record(Attempt attempt) {
    switch (attempt.outcome()) {
      case Outcome.Success() -> successes++;
      case Outcome.Failed(Failure reason, Phase _) -> failures.merge(reason, 1L, Long::sum);
    }
    retransmits = retransmits.plus(attempt.trace().retransmits());
    attempt.phaseNanos().forEach((phase, nanos) -> entry(attempt, phase).record(nanos, attempt));
  }

  private Entry entry(Attempt attempt, Phase phase) {
    Attempt.Circumstances around = attempt.circumstances();
    Slice slice =
        new Slice(phase, around.connection(), attempt.outcome().kind(), around.sourceState());
    return entries.computeIfAbsent(slice, _ -> new Entry());
  }

  void skipped(SkipReason reason) {
    skipped.merge(reason, 1L, Long::sum);
  }

  SubjectInterval close() {
    Map<Slice, Series> series = new HashMap<>();
    entries.forEach(
        (slice, entry) -> series.put(slice, new Series(entry.histogram, entry.slowest)));
    return new SubjectInterval(
        subject, new Counts(successes, failures, skipped, retransmits), series);
  }
}
