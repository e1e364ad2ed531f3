// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The slowest attempts of one series, and the latest if they are failures. Not thread-safe: the
/// recorder's lock guards it.
final class SeriesShelf {
  /// How many of either kind have a place.
  static final int PLACES = 5;

  private static final Comparator<Attempt> BY_TOTAL =
      Comparator.comparing(attempt -> attempt.phaseNanos().getOrDefault(Phase.TOTAL, 0L));

  /// The fastest of them first.
  private final List<Attempt> slowest = new ArrayList<>(PLACES + 1);

  private final Deque<Attempt> latestFailures = new ArrayDeque<>(0);

  /// Gives `attempt` the places that are due to it, and returns how many others lost one.
  ///
  /// @param room how many places this series may take, at least one
  int put(Attempt attempt, int room) {
    boolean failed = attempt.outcome().kind() == Outcome.Kind.FAILURE;
    int placesOfFailures = failed ? Math.min(PLACES, room / 2) : 0;
    int placesOfSlowest = Math.min(PLACES, room - placesOfFailures);
    int places = size();
    int taken = 0;
    if (slowest.size() < placesOfSlowest || BY_TOTAL.compare(attempt, slowest.getFirst()) > 0) {
      insert(attempt);
      taken++;
    }
    if (placesOfFailures > 0) {
      latestFailures.addLast(attempt);
      taken++;
    }
    while (slowest.size() > placesOfSlowest) {
      slowest.removeFirst();
    }
    while (latestFailures.size() > placesOfFailures) {
      latestFailures.removeFirst();
    }
    return places + taken - size();
  }

  private void insert(Attempt attempt) {
    int at = 0;
    while (at < slowest.size() && BY_TOTAL.compare(slowest.get(at), attempt) < 0) {
      at++;
    }
    slowest.add(at, attempt);
  }

  /// Empties the place of the one that tells least.
  void giveUpOne() {
    if (slowest.size() >= latestFailures.size()) {
      slowest.removeFirst();
    } else {
      latestFailures.removeFirst();
    }
  }

  /// Empties the places of attempts that began before `moment`, and returns how many.
  int forgetBefore(Instant moment) {
    int places = size();
    Predicate<Attempt> old = attempt -> attempt.circumstances().begun().isBefore(moment);
    slowest.removeIf(old);
    latestFailures.removeIf(old);
    return places - size();
  }

  /// How many places are taken; an attempt may have two.
  int size() {
    return slowest.size() + latestFailures.size();
  }

  Stream<Attempt> attempts() {
    return Stream.concat(slowest.stream(), latestFailures.stream());
  }
}
