// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.recall.KeptAttempts;
import dev.zoneprobe.recall.SourcedAttempt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The attempts that a person may want to look into: of each series the slowest and the latest
/// failures of the last hour, and those that snapshots told whole.
///
/// Bounded: [#MOST_ON_SHELVES] places for the former and [#MOST_TOLD] for the latter. The more
/// series there are, the fewer places has each, so that one more attempt costs the same with any
/// number of them; until all have shrunk, the fullest gives one up. Who loses a place, or finds
/// none because there are as many series as places, is counted. Thread-safe: one lock, held for one
/// attempt.
public final class AttemptRecorder implements KeptAttempts {
  static final int MOST_ON_SHELVES = 1_000;
  static final int MOST_TOLD = 1_000;
  private static final Duration KEPT_FOR = Duration.ofHours(1);

  private record Series(
      Subject subject, Connection connection, Outcome.Kind outcome, SourceState sourceState) {
    static Series of(Attempt attempt) {
      Attempt.Circumstances around = attempt.circumstances();
      return new Series(
          attempt.subject(), around.connection(), attempt.outcome().kind(), around.sourceState());
    }
  }

  private final Source source;
  private final InstantSource wallClock;

  @GuardedBy("this")
  private final Map<Series, SeriesShelf> shelves = new HashMap<>();

  /// The one that was told first is the first.
  @GuardedBy("this")
  private final Deque<Attempt> told = new ArrayDeque<>();

  @GuardedBy("this")
  private int onShelves;

  @GuardedBy("this")
  private long evicted;

  /// Keeps nothing yet.
  ///
  /// @param source whose attempts these are
  public AttemptRecorder(Source source, InstantSource wallClock) {
    this.source = source;
    this.wallClock = wallClock;
  }

  /// Keeps an attempt that has ended, if it is slow or failed.
  public synchronized void ended(Attempt attempt) {
    Series series = Series.of(attempt);
    if (shelves.size() == MOST_ON_SHELVES && !shelves.containsKey(series)) {
      evicted++;
      return;
    }
    SeriesShelf shelf = shelves.computeIfAbsent(series, _ -> new SeriesShelf());
    int before = shelf.size();
    evicted += shelf.put(attempt, MOST_ON_SHELVES / shelves.size());
    onShelves += shelf.size() - before;
    while (onShelves > MOST_ON_SHELVES) {
      giveUpOne();
    }
  }

  @GuardedBy("this")
  private void giveUpOne() {
    shelves.values().stream()
        .max(Comparator.comparingInt(SeriesShelf::size))
        .ifPresent(SeriesShelf::giveUpOne);
    onShelves--;
    evicted++;
  }

  /// Keeps the attempts that `snapshot` tells whole, and forgets what is older than an hour.
  public synchronized void told(IntervalSnapshot snapshot) {
    snapshot.subjects().forEach(subject -> told.addAll(subject.attempts()));
    while (told.size() > MOST_TOLD) {
      told.removeFirst();
      evicted++;
    }
    Instant since = wallClock.instant().minus(KEPT_FOR);
    for (SeriesShelf shelf : shelves.values()) {
      int forgotten = shelf.forgetBefore(since);
      onShelves -= forgotten;
      evicted += forgotten;
    }
    shelves.values().removeIf(shelf -> shelf.size() == 0);
  }

  @Override
  public synchronized Optional<SourcedAttempt> find(long id) {
    return places().filter(attempt -> attempt.id() == id).findFirst().map(this::sourced);
  }

  @Override
  public synchronized List<SourcedAttempt> all() {
    Map<Long, Attempt> byId = new LinkedHashMap<>();
    places().forEach(attempt -> byId.putIfAbsent(attempt.id(), attempt));
    return byId.values().stream().map(this::sourced).toList();
  }

  @GuardedBy("this")
  private Stream<Attempt> places() {
    return Stream.concat(shelves.values().stream().flatMap(SeriesShelf::attempts), told.stream());
  }

  private SourcedAttempt sourced(Attempt attempt) {
    return new SourcedAttempt(source, attempt);
  }

  @Override
  public String rule() {
    return """
    an agent keeps the %d slowest attempts and the %d latest failures of each series of the last \
    hour, and the last %d that it reported whole\
    """
        .formatted(SeriesShelf.PLACES, SeriesShelf.PLACES, MOST_TOLD);
  }

  /// How many places are taken; an attempt may have several.
  public synchronized int kept() {
    return onShelves + told.size();
  }

  /// How many places attempts have lost to others or to age, or found taken.
  public synchronized long evicted() {
    return evicted;
  }
}
