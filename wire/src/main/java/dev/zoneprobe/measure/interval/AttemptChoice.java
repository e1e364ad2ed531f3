// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which attempts are told whole, the most telling first: the slowest of each `total`, the latest
/// failure for each reason, then the slowest of single phases.
final class AttemptChoice {
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
