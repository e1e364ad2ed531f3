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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// One subject's attempts of the running interval. Not thread-safe: the ledger's lock guards it.
///
/// The slowest attempt by `total` stands for its phases too, as long as none of them was much
/// slower in another attempt: so few attempts have to be told whole (decision 0019).
final class SubjectPage {
  private static final double MUCH_SLOWER = 1.5;

  /// The others tell nothing that the attempt itself could explain.
  private static final Set<Phase> PARTS_OF_TOTAL = EnumSet.range(Phase.DNS_LOOKUP, Phase.TRANSFER);

  private final Subject subject;
  private final Map<Slice, Entry> entries = new HashMap<>();
  private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
  private final Map<Failure, Attempt> latestFailures = new EnumMap<>(Failure.class);
  private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
  private long successes;
  private Retransmits retransmits = Retransmits.NONE;

  /// One series: its durations, and its slowest attempt so far.
  private static final class Entry {
    private final LatencyHistogram histogram = new LatencyHistogram();
    private Attempt slowest;
    private long slowestNanos;

    Entry(Attempt first) {
      slowest = first;
    }

    void record(long nanos, Attempt attempt) {
      histogram.record(nanos);
      if (nanos > slowestNanos) {
        slowest = attempt;
        slowestNanos = nanos;
      }
    }
  }

  SubjectPage(Subject subject) {
    this.subject = subject;
  }

  void record(Attempt attempt) {
    switch (attempt.outcome()) {
      case Outcome.Success() -> successes++;
      case Outcome.Failed(Failure reason, Phase _) -> {
        failures.merge(reason, 1L, Long::sum);
        latestFailures.put(reason, attempt);
      }
    }
    retransmits = retransmits.plus(attempt.trace().retransmits());
    attempt.phaseNanos().forEach((phase, nanos) -> entry(attempt, phase).record(nanos, attempt));
  }

  private Entry entry(Attempt attempt, Phase phase) {
    Attempt.Circumstances around = attempt.circumstances();
    Slice slice =
        new Slice(phase, around.connection(), attempt.outcome().kind(), around.sourceState());
    return entries.computeIfAbsent(slice, _ -> new Entry(attempt));
  }

  void skipped(SkipReason reason) {
    skipped.merge(reason, 1L, Long::sum);
  }

  SubjectInterval close() {
    Map<Slice, Series> series = new HashMap<>();
    List<Attempt> known = new ArrayList<>(latestFailures.values());
    entries.forEach((slice, entry) -> {
      Attempt attempt = standingFor(slice.phase(), entry, total(slice));
      Exemplar exemplar = Exemplar.of(attempt, phaseNanos(attempt, slice.phase()));
      series.put(slice, new Series(entry.histogram, Optional.of(exemplar)));
      known.add(attempt);
    });
    return SubjectInterval.telling(
        subject, new Counts(successes, failures, skipped, retransmits), series, known);
  }

  private Entry total(Slice slice) {
    Slice total = new Slice(Phase.TOTAL, slice.connection(), slice.outcome(), slice.sourceState());
    return Objects.requireNonNull(entries.get(total));
  }

  private static Attempt standingFor(Phase phase, Entry own, Entry total) {
    Long shared = total.slowest.phaseNanos().get(phase);
    boolean tellsEnough =
        shared != null
            && (!PARTS_OF_TOTAL.contains(phase) || own.slowestNanos <= MUCH_SLOWER * shared);
    return tellsEnough ? total.slowest : own.slowest;
  }

  private static long phaseNanos(Attempt attempt, Phase phase) {
    return Objects.requireNonNull(attempt.phaseNanos().get(phase));
  }
}
