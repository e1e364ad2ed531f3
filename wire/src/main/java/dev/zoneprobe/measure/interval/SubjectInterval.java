// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.trace.Retransmits;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Everything that happened to one subject in one interval.
///
/// The histograms belong to whoever holds this value and are not changed any more.
///
/// @param attempts those that are told whole, the most telling first
public record SubjectInterval(
    Subject subject, Counts counts, Map<Slice, Series> series, List<Attempt> attempts) {

  /// Which phases are added up node by node, beside zone by zone.
  private static final Set<Phase> OF_NODES =
      Set.of(Phase.TOTAL, Phase.TCP_CONNECT, Phase.ROUND_TRIP);

  /// The durations of one slice, and the attempt that stands for them.
  public record Series(LatencyHistogram histogram, Optional<Exemplar> exemplar) {
    private Series plus(Series other) {
      LatencyHistogram sum = histogram.copy();
      sum.add(other.histogram);
      Optional<Exemplar> slower =
          exemplar.isPresent() && other.exemplar.isPresent()
              ? Optional.of(Exemplar.slower(exemplar.get(), other.exemplar.get()))
              : exemplar.or(other::exemplar);
      return new Series(sum, slower);
    }
  }

  /// Copies map and list, not the histograms.
  public SubjectInterval {
    series = Map.copyOf(series);
    attempts = List.copyOf(attempts);
  }

  /// An interval that tells no attempt whole.
  public SubjectInterval(Subject subject, Counts counts, Map<Slice, Series> series) {
    this(subject, counts, series, List.of());
  }

  /// An interval that tells those of `known` whole that an exemplar points to, and the latest
  /// failure for each reason.
  public static SubjectInterval telling(
      Subject subject, Counts counts, Map<Slice, Series> series, List<Attempt> known) {
    return new SubjectInterval(subject, counts, series, AttemptChoice.of(series, known));
  }

  /// Both together, as a new value, chosen anew what is told whole; the subject stays this one's.
  public SubjectInterval plus(SubjectInterval other) {
    Map<Slice, Series> sum = new HashMap<>(series);
    other.series.forEach((slice, more) -> sum.merge(slice, more, Series::plus));
    List<Attempt> known = Stream.concat(attempts.stream(), other.attempts.stream()).toList();
    return telling(subject, counts.plus(other.counts), sum, known);
  }

  /// What is left of it once it has been added up zone by zone: whom it is about, what it tells of
  /// single attempts, and what is added up node by node too: some durations, and what was skipped.
  SubjectInterval withoutZoneSums() {
    LatencyHistogram nothing = new LatencyHistogram();
    Map<Slice, Series> left = new HashMap<>();
    series.forEach((slice, one) -> {
      if (isOfNodes(slice)) {
        left.put(slice, one);
      } else if (one.exemplar().isPresent()) {
        left.put(slice, new Series(nothing, one.exemplar()));
      }
    });
    Counts skipped = new Counts(0, Map.of(), counts.skipped(), Retransmits.NONE);
    return new SubjectInterval(subject, skipped, left, attempts);
  }

  private boolean isOfNodes(Slice slice) {
    return subject.target().equals(Subject.PEER) && OF_NODES.contains(slice.phase());
  }

  /// Which attempts are told whole, the most telling first: the slowest of each `total`, the latest
  /// failure for each reason, then the slowest of single phases.
  private static final class AttemptChoice {
    private static final Comparator<Attempt> SLOWEST_FIRST =
        Comparator.comparing(
                (Attempt attempt) -> attempt.phaseNanos().getOrDefault(Phase.TOTAL, 0L),
                Comparator.reverseOrder())
            .thenComparingLong(Attempt::id);

    private AttemptChoice() {}

    /// Chooses among `known`; what is not there is not told, even if an exemplar points to it.
    static List<Attempt> of(Map<Slice, Series> series, Collection<Attempt> known) {
      Map<Long, Attempt> byId = new LinkedHashMap<>();
      known.forEach(attempt -> byId.putIfAbsent(attempt.id(), attempt));
      Stream<Attempt> slowest = slowest(series, byId, slice -> slice.phase() == Phase.TOTAL);
      Stream<Attempt> failures = latestFailures(byId.values()).sorted(SLOWEST_FIRST);
      Stream<Attempt> ofPhases = slowest(series, byId, slice -> slice.phase() != Phase.TOTAL);
      Map<Long, Attempt> chosen = new LinkedHashMap<>();
      Stream.of(slowest, failures, ofPhases)
          .flatMap(attempts -> attempts)
          .forEach(attempt -> chosen.putIfAbsent(attempt.id(), attempt));
      return List.copyOf(chosen.values());
    }

    private static Stream<Attempt> slowest(
        Map<Slice, Series> series, Map<Long, Attempt> byId, Predicate<Slice> which) {
      return series.entrySet().stream()
          .filter(entry -> which.test(entry.getKey()))
          .flatMap(entry -> entry.getValue().exemplar().stream())
          .flatMap(exemplar -> Optional.ofNullable(byId.get(exemplar.attemptId())).stream())
          .sorted(SLOWEST_FIRST);
    }

    private static Stream<Attempt> latestFailures(Collection<Attempt> known) {
      Map<Failure, Attempt> latest = new EnumMap<>(Failure.class);
      for (Attempt attempt : known) {
        if (attempt.outcome() instanceof Outcome.Failed(Failure reason, Phase _)) {
          latest.merge(reason, attempt, AttemptChoice::later);
        }
      }
      return latest.values().stream();
    }

    private static Attempt later(Attempt a, Attempt b) {
      return b.circumstances().begun().isBefore(a.circumstances().begun()) ? a : b;
    }
  }
}
