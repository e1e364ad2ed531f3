// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Holds ended attempts back until it is known what the host was like while they ran, and hands
/// them on, told apart by that (decision 0013). Thread-safe.
///
/// An attempt, from its due moment to its end, was
///
/// - `stalled` if it began [#SHORTEST_STALL_NANOS] late or later, or the stalls that overlap it are
///   that long together; and in both cases at least a tenth of its time, or a second. A timeout is
///   not explained by less, and must not leave the objectives because of it;
/// - else `busy` if the host was under pressure at any moment of it;
/// - else `calm`.
///
/// Attempts are handed on in the order in which they ended. At most [#MOST_WAITING] are held back;
/// one that finds no place is judged by what is known already, at once, and counted.
final class SourceJudge {
  /// Below it nothing counts as a stall.
  static final long SHORTEST_STALL_NANOS = 1_000_000;

  /// As many as 10,000 attempts a second leave within 400 ms.
  static final int MOST_WAITING = 4_096;

  /// What explains an attempt however long it took.
  static final long LONG_STALL_NANOS = 1_000_000_000;

  /// One in so many.
  private static final long SHARE_THAT_MATTERS = 10;

  private final Disturbances stalls;
  private final Disturbances pressures;
  private final Consumer<Attempt> judged;
  private final Queue<Ended> waiting;
  private final LongAdder early = new LongAdder();
  private final LongAdder calm = new LongAdder();
  private final LongAdder busy = new LongAdder();
  private final LongAdder stalled = new LongAdder();

  private record Ended(Attempt attempt, long dueNanos) {
    long tookNanos(Phase phase) {
      return attempt.phaseNanos().getOrDefault(phase, 0L);
    }

    /// From the due moment to the end; `response` of a failed attempt goes on to its deadline.
    long nanos() {
      return tookNanos(Phase.LATE) + tookNanos(Phase.TOTAL);
    }

    long endNanos() {
      return dueNanos + nanos();
    }
  }

  /// @param judged is told each attempt, by the thread that hands it on
  SourceJudge(Disturbances stalls, Disturbances pressures, Consumer<Attempt> judged) {
    this(stalls, pressures, judged, MOST_WAITING);
  }

  SourceJudge(
      Disturbances stalls, Disturbances pressures, Consumer<Attempt> judged, int mostWaiting) {
    this.stalls = stalls;
    this.pressures = pressures;
    this.judged = judged;
    this.waiting = new ArrayBlockingQueue<>(mostWaiting);
  }

  /// Takes an attempt that has ended.
  void ended(Attempt attempt, long dueNanos) {
    Ended ended = new Ended(attempt, dueNanos);
    if (!waiting.offer(ended)) {
      early.increment();
      handOn(ended);
    }
  }

  /// Hands on what ended by a moment up to which everything is known. One thread at a time.
  void handOnUntil(long knownNanos) {
    for (Ended first = waiting.peek();
        first != null && first.endNanos() - knownNanos <= 0;
        first = waiting.peek()) {
      waiting.remove();
      handOn(first);
    }
  }

  /// Hands on everything, by what is known already.
  void handOnAll() {
    for (Ended first = waiting.poll(); first != null; first = waiting.poll()) {
      handOn(first);
    }
  }

  private void handOn(Ended ended) {
    SourceState state = judge(ended);
    verdict(state).increment();
    judged.accept(ended.attempt.in(state));
  }

  private SourceState judge(Ended ended) {
    long end = ended.endNanos();
    long matters =
        Math.clamp(ended.nanos() / SHARE_THAT_MATTERS, SHORTEST_STALL_NANOS, LONG_STALL_NANOS);
    if (ended.tookNanos(Phase.LATE) >= matters
        || stalls.nanosWithin(ended.dueNanos, end) >= matters) {
      return SourceState.STALLED;
    }
    return pressures.nanosWithin(ended.dueNanos, end) > 0 ? SourceState.BUSY : SourceState.CALM;
  }

  private LongAdder verdict(SourceState state) {
    return switch (state) {
      case CALM -> calm;
      case BUSY -> busy;
      case STALLED -> stalled;
    };
  }

  /// How many attempts were handed on as `state`.
  long count(SourceState state) {
    return verdict(state).sum();
  }

  /// How many of them found no place to wait.
  long early() {
    return early.sum();
  }

  /// How many are held back now.
  int waiting() {
    return waiting.size();
  }
}
