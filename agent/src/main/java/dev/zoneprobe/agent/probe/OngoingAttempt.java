// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// An attempt that has begun and not ended: the stamps of its phases.
///
/// Stamps come from the threads on which the events happen; the first end wins, and what is stamped
/// later changes nothing. What happens past the deadline is no part of the attempt: the phase that
/// was open when the deadline struck stays open. Thread-safe.
public final class OngoingAttempt {
  private final long id;
  private final Target target;
  private final NanoClock clock;
  private final long dueNanos;
  private final long beginNanos;
  private final Instant begun = Instant.now();

  @GuardedBy("this")
  private final Map<Phase, Long> started = new EnumMap<>(Phase.class);

  @GuardedBy("this")
  private final Map<Phase, Long> took = new EnumMap<>(Phase.class);

  @GuardedBy("this")
  private Connection connection = Connection.NEW;

  @GuardedBy("this")
  private Optional<Long> endedNanos = Optional.empty();

  @GuardedBy("this")
  private Optional<String> destinationNode;

  @GuardedBy("this")
  private Subject subject;

  private final Observations observations = new Observations();

  /// Begins an attempt now.
  ///
  /// @param dueNanos the moment at which it was due, by `clock`
  public OngoingAttempt(long id, Target target, NanoClock clock, long dueNanos) {
    this.id = id;
    this.target = target;
    this.clock = clock;
    this.dueNanos = dueNanos;
    this.destinationNode = target.destinationNode();
    this.subject = target.subject();
    this.beginNanos = dueNanos + Math.max(0, clock.nanos() - dueNanos);
  }

  /// What is probed.
  public Target target() {
    return target;
  }

  /// How long the attempt may still take; zero when its deadline has passed.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadlineNanos() - clock.nanos()));
  }

  private long deadlineNanos() {
    return beginNanos + target.timing().timeout().toNanos();
  }

  private boolean isInTime(long nanos) {
    return nanos - deadlineNanos() <= 0;
  }

  /// The start event of `phase` happens now. Of several starts, the first counts.
  public synchronized void start(Phase phase) {
    long now = clock.nanos();
    endedNanos = Optional.empty();
    if (isInTime(now)) {
      started.putIfAbsent(phase, now);
    }
  }

  /// The end event of `phase` happens now. Ignored if the phase has not started or has ended.
  public synchronized void end(Phase phase) {
    endAt(phase, clock.nanos());
  }

  @GuardedBy("this")
  private void endAt(Phase phase, long now) {
    Long start = started.get(phase);
    if (start != null && isInTime(now)) {
      took.putIfAbsent(phase, now - start);
    }
  }

  /// Forgets what was stamped of `phase`, which is about to begin anew: its start was not the last
  /// one, or belongs to a connection that has to be replaced.
  public synchronized void discard(Phase phase) {
    started.remove(phase);
    took.remove(phase);
  }

  /// `phase` has not ended yet after all: more of what it waits for is to come.
  public synchronized void reopen(Phase phase) {
    took.remove(phase);
  }

  /// The present moment by the clock of the stamps, for [#passes].
  public long moment() {
    return clock.nanos();
  }

  /// `from` passed into `to` at `moment`, whatever was stamped of that before.
  public synchronized void passes(Phase from, Phase to, long moment) {
    endedNanos = Optional.empty();
    reopen(from);
    discard(to);
    endAt(from, moment);
    if (isInTime(moment)) {
      started.put(to, moment);
    }
  }

  /// The attempt goes on over a connection that was open already.
  public synchronized void reusesConnection() {
    connection = Connection.REUSED;
  }

  /// The attempt sets out to open a connection, its name lookup included: the one that it reused is
  /// of no use. As long as it reuses none, this is so anyway.
  public synchronized void opensConnection() {
    connection = Connection.NEW;
  }

  /// The responder of `node` in `zone` answered, which a Service chose: node and zone are the
  /// attempt's destination from now on. If this is not called, they are those of the target.
  public synchronized void answeredBy(String node, String zone) {
    destinationNode = Optional.of(node);
    subject = target.subject().in(zone);
  }

  /// The kernel's round trip time of the connection, as `tcp_info` gives it.
  public synchronized void kernelRtt(Duration rtt) {
    took.putIfAbsent(Phase.KERNEL_RTT, rtt.toNanos());
  }

  /// What is seen on the way, beside durations.
  public Observations observations() {
    return observations;
  }

  /// Stamps a possible end of the attempt; the attempt's own thread later decides the outcome. To
  /// be called on the thread on which the event happens, so that handing over to another is not
  /// measured. The last of several stamps counts; a phase that starts later removes it, as does
  /// [#goesOn()].
  public synchronized void ends() {
    endedNanos = Optional.of(clock.nanos());
  }

  /// The end event of `phase`, and with it perhaps the end of the attempt, happens now: as [#end]
  /// and [#ends()], in one moment.
  public synchronized void endsWith(Phase phase) {
    long now = clock.nanos();
    endAt(phase, now);
    endedNanos = Optional.of(now);
  }

  /// Removes the stamp of [#ends()]: something more is about to be tried in the open phase.
  public synchronized void goesOn() {
    endedNanos = Optional.empty();
  }

  /// Whether it ends past its deadline: when [#ends()] was called, else now. When a thread learns
  /// of an end says nothing about that.
  public synchronized boolean isOverdue() {
    return !isInTime(endMoment());
  }

  /// Ends the attempt in success: when [#ends()] was called, else now; past its deadline, as
  /// [#timedOut()] does.
  public synchronized Attempt succeeded() {
    long now = endMoment();
    return isInTime(now) ? endedAt(now, new Outcome.Success()) : timedOut();
  }

  /// Ends the attempt for `reason`, in the open phase: when [#ends()] was called, else now, or at
  /// its deadline if that came before.
  public synchronized Attempt failed(Failure reason) {
    long now = endMoment();
    return failedAt(isInTime(now) ? now : deadlineNanos(), reason);
  }

  /// Ends the attempt for `reason`, or as [#timedOut()] does if it [#isOverdue()].
  public synchronized Attempt failedOrTimedOut(Failure reason) {
    return isOverdue() ? timedOut() : failed(reason);
  }

  /// Ends the attempt at its deadline: the open phase tells the reason; between two, the one that
  /// comes next. What came later leaves no detail.
  public synchronized Attempt timedOut() {
    observations.forgetDetail();
    return failedAt(deadlineNanos(), Failure.timeoutDuring(awaitedPhase()));
  }

  @GuardedBy("this")
  private long endMoment() {
    return endedNanos.orElseGet(clock::nanos);
  }

  @GuardedBy("this")
  private Attempt failedAt(long endNanos, Failure reason) {
    Phase during = openPhase();
    if (started.containsKey(during)) {
      took.put(during, Math.max(0, endNanos - started.get(during)));
    }
    return endedAt(endNanos, new Outcome.Failed(reason, during));
  }

  /// The last phase that started and has not ended; `total` between two phases.
  @GuardedBy("this")
  private Phase openPhase() {
    Phase open = Phase.TOTAL;
    for (Phase phase : started.keySet()) {
      if (!took.containsKey(phase)) {
        open = phase;
      }
    }
    return open;
  }

  @GuardedBy("this")
  private Phase awaitedPhase() {
    Phase open = openPhase();
    if (open != Phase.TOTAL) {
      return open;
    }
    return connection == Connection.REUSED ? Phase.ROUND_TRIP : nextOfOpening();
  }

  /// The first phase after all that have ended by which a connection is opened; after all of those,
  /// the answer is to come.
  @GuardedBy("this")
  private Phase nextOfOpening() {
    Optional<Phase> last =
        took.keySet().stream()
            .filter(phase -> phase.compareTo(Phase.TRANSFER) <= 0)
            .max(Comparator.naturalOrder());
    return target.endpoint().opening().stream()
        .filter(phase -> last.isEmpty() || phase.compareTo(last.get()) > 0)
        .findFirst()
        .orElse(Phase.ROUND_TRIP);
  }

  /// A failed attempt never gets its response: it counts as if it had waited for it to the end, or
  /// failing quickly would look better than succeeding (decision 0022).
  private long responseNanos(long endNanos, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Success() -> endNanos - dueNanos;
      case Outcome.Failed _ -> deadlineNanos() - dueNanos;
    };
  }

  @GuardedBy("this")
  private Attempt endedAt(long endNanos, Outcome outcome) {
    took.put(Phase.LATE, beginNanos - dueNanos);
    took.put(Phase.TOTAL, endNanos - beginNanos);
    took.put(Phase.RESPONSE, responseNanos(endNanos, outcome));
    Attempt.Circumstances circumstances =
        new Attempt.Circumstances(begun, connection, SourceState.CALM, destinationNode);
    return new Attempt(id, subject, circumstances, outcome, took, observations.trace());
  }
}
