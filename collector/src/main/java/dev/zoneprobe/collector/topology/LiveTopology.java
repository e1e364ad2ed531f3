// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import dev.zoneprobe.measure.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// The topology as it is known now, or that it is not known yet. Thread-safe.
public final class LiveTopology {
  /// For how long an agent that does not know its zone is put off, from the first one on, while
  /// nobody else knows it either.
  public static final Duration PUT_OFF_FOR = Duration.ofMinutes(2);

  private record State(
      boolean known,
      Topology topology,
      Map<String, String> zones,
      Set<String> nodes,
      Instant since) {
    State(boolean known, Topology topology, Instant since) {
      this(known, topology, topology.zones(), topology.nodes(), since);
    }
  }

  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicReference<Optional<Instant>> putOffSince =
      new AtomicReference<>(Optional.empty());
  private volatile State state;

  private LiveTopology(boolean known, Topology first, InstantSource clock) {
    this.clock = clock;
    this.state = new State(known, first, clock.instant());
  }

  /// @param first known until something else is
  public LiveTopology(Topology first, InstantSource clock) {
    this(true, first, clock);
  }

  /// One of which nothing is known before it is replaced.
  public static LiveTopology unknown(InstantSource clock) {
    return new LiveTopology(false, Topology.NOTHING, clock);
  }

  /// Whether it is known; once it is, it stays so.
  public boolean isKnown() {
    return state.known();
  }

  /// What is known now.
  public Topology now() {
    return state.topology();
  }

  /// Since when it is as it is.
  public Instant since() {
    return state.since();
  }

  /// Whether a node of this name should have an agent.
  public boolean knows(String node) {
    return state.nodes().contains(node);
  }

  /// The zone that the agent on `node` is in: what it says itself, unless it does not know. Absent
  /// while the agent is to ask again later.
  public Optional<String> zoneOf(String node, String said) {
    if (!said.equals(Subject.UNKNOWN_ZONE)) {
      return Optional.of(said);
    }
    State now = state;
    return !now.known() && putsOff()
        ? Optional.empty()
        : Optional.of(now.zones().getOrDefault(node, said));
  }

  /// A clock that leaps ends it, in whichever direction.
  private boolean putsOff() {
    Instant now = clock.instant();
    return putOffSince
        .updateAndGet(before -> before.or(() -> Optional.of(now)))
        .filter(since -> Duration.between(since, now).abs().compareTo(PUT_OFF_FOR) < 0)
        .isPresent();
  }

  /// The zone of `node`, if it is known.
  public Optional<String> zoneOf(String node) {
    return Optional.ofNullable(state.zones().get(node));
  }

  /// Puts another topology in force; tells everybody if it differs, or is the first that is known.
  /// One thread at a time.
  public void replace(Topology next) {
    if (!isKnown() || !next.equals(state.topology())) {
      state = new State(true, next, clock.instant());
      listeners.forEach(Runnable::run);
    }
  }

  /// Has `listener` told, by the thread that replaces it, that there is another topology.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
