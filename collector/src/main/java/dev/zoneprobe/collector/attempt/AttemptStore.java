// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.attempt;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.recall.KeptAttempts;
import dev.zoneprobe.recall.SourcedAttempt;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The attempts that agents told whole, by id.
///
/// When there are more than it has room for, a quarter is evicted at once: the oldest of those that
/// no exemplar of the metrics points to, and if these are too few the oldest of all. Whoever
/// exposes an exemplar asks [#holds] first, so that none leads nowhere. Thread-safe: one lock, held
/// for one snapshot or one eviction.
public final class AttemptStore implements KeptAttempts {
  private final int capacity;
  private final Supplier<Set<Long>> pointedAt;

  /// By id, the one that came first is the first.
  @GuardedBy("this")
  private final Map<Long, SourcedAttempt> attempts = new LinkedHashMap<>();

  @GuardedBy("this")
  private long evicted;

  /// Creates an empty store.
  ///
  /// @param pointedAt the ids of the attempts that exemplars point to at the moment; asked without
  ///   the store's lock, when room runs out
  public AttemptStore(int capacity, Supplier<Set<Long>> pointedAt) {
    this.capacity = capacity;
    this.pointedAt = pointedAt;
  }

  /// Keeps the attempts that `snapshot` tells whole. An id that is there already stays what it is.
  public void take(IntervalSnapshot snapshot) {
    if (put(snapshot) > capacity) {
      Set<Long> needed = pointedAt.get();
      synchronized (this) {
        evict(id -> !needed.contains(id));
        evict(_ -> true);
      }
    }
  }

  private synchronized int put(IntervalSnapshot snapshot) {
    for (SubjectInterval subject : snapshot.subjects()) {
      for (Attempt attempt : subject.attempts()) {
        attempts.putIfAbsent(attempt.id(), new SourcedAttempt(snapshot.source(), attempt));
      }
    }
    return attempts.size();
  }

  @GuardedBy("this")
  private void evict(Predicate<Long> which) {
    int most = capacity - capacity / 4;
    Iterator<Long> ids = attempts.keySet().iterator();
    while (attempts.size() > most && ids.hasNext()) {
      if (which.test(ids.next())) {
        ids.remove();
        evicted++;
      }
    }
  }

  /// Whether the attempt of this id is here and was made on `sourceNode`.
  public boolean holds(String sourceNode, long id) {
    return find(id).filter(one -> one.source().node().equals(sourceNode)).isPresent();
  }

  @Override
  public synchronized Optional<SourcedAttempt> find(long id) {
    return Optional.ofNullable(attempts.get(id));
  }

  @Override
  public synchronized List<SourcedAttempt> all() {
    return List.copyOf(attempts.values());
  }

  @Override
  public String rule() {
    return """
    a collector keeps the %d latest attempts that agents told whole, those that exemplars point \
    to before others, and forgets them when it restarts\
    """
        .formatted(capacity);
  }

  /// How many are kept.
  public synchronized int size() {
    return attempts.size();
  }

  /// How many had to make room for others.
  public synchronized long evicted() {
    return evicted;
  }
}
