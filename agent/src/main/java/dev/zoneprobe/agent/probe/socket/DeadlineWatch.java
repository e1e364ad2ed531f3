// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.task.EnduringTask;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Gives up, at their deadlines, attempts whose own threads are blocked in the kernel.
///
/// One thread, `zoneprobe-deadline`, sleeps until the earliest deadline that it knows of, and goes
/// on sleeping when that attempt ends before: so attempts that end in time cost it a wake-up or two
/// in each timeout, however many they are. Thread-safe.
public final class DeadlineWatch implements AutoCloseable {
  private static final long LONGEST_SLEEP_NANOS = TimeUnit.HOURS.toNanos(1);

  private final NanoClock clock = NanoClock.SYSTEM;
  private final Thread thread =
      Thread.ofPlatform().name("zoneprobe-deadline").daemon().unstarted(this::run);

  @GuardedBy("this")
  private final Set<Guard> guards = new HashSet<>();

  @GuardedBy("this")
  private long wakesNanos;

  private volatile boolean closed;

  /// One attempt that is watched, until it is closed.
  public final class Guard implements AutoCloseable {
    private final long deadlineNanos;
    private final EnduringTask giveUp;

    private Guard(long deadlineNanos, Runnable giveUp) {
      this.deadlineNanos = deadlineNanos;
      this.giveUp = new EnduringTask("giving up an attempt", giveUp);
    }

    /// The attempt needs to be given up no more. That may have begun already, on the watch's
    /// thread.
    @Override
    public void close() {
      leave(this);
    }
  }

  /// Begins to watch; over nothing yet.
  public DeadlineWatch() {
    thread.start();
  }

  /// Runs `giveUp`, on the watch's thread, if the deadline of `attempt` passes before the guard is
  /// closed. It must not block.
  public Guard over(OngoingAttempt attempt, Runnable giveUp) {
    long left = attempt.remaining().toNanos(); // first: whoever is held up in between gives up late
    Guard guard = new Guard(clock.nanos() + left, giveUp);
    if (enter(guard)) {
      LockSupport.unpark(thread);
    }
    return guard;
  }

  /// Whether the thread would sleep for too long.
  private synchronized boolean enter(Guard guard) {
    guards.add(guard);
    return guard.deadlineNanos - wakesNanos < 0;
  }

  private synchronized void leave(Guard guard) {
    guards.remove(guard);
  }

  private void run() {
    while (!closed) {
      overdue().forEach(guard -> guard.giveUp.run());
      LockSupport.parkNanos(nanosToSleep());
    }
  }

  private synchronized List<Guard> overdue() {
    long now = clock.nanos();
    List<Guard> overdue = guards.stream().filter(guard -> guard.deadlineNanos - now <= 0).toList();
    overdue.forEach(guards::remove);
    return overdue;
  }

  private synchronized long nanosToSleep() {
    long now = clock.nanos();
    long left =
        guards.stream()
            .mapToLong(guard -> guard.deadlineNanos - now)
            .min()
            .orElse(LONGEST_SLEEP_NANOS);
    wakesNanos = now + left;
    return Math.max(0, left);
  }

  /// Stops to watch.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
