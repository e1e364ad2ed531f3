// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.task;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A task whose failures end nothing but the run that failed.
///
/// An executor ends a repeated task for ever at its first exception, and keeps the exception of any
/// other to itself: nobody would notice. This task survives every Throwable, and logs it: the first
/// at ERROR, repeats until a run succeeds at DEBUG, and then that it succeeds again. Thread-safe if
/// its body is.
public final class EnduringTask implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(EnduringTask.class);

  private final String name;
  private final Runnable body;
  private final AtomicBoolean failing = new AtomicBoolean();

  /// @param name of what it does, for the log: "looking the collectors up"
  public EnduringTask(String name, Runnable body) {
    this.name = name;
    this.body = body;
  }

  /// Does it once, on the caller's thread. Never throws.
  @Override
  public void run() {
    try {
      body.run();
      if (failing.compareAndSet(true, false)) {
        LOG.info("{} succeeds again", name);
      }
    } catch (Throwable failure) {
      log(failure);
    }
  }

  /// Logging may fail for the same reason, want of memory for example.
  private void log(Throwable failure) {
    try {
      if (failing.compareAndSet(false, true)) {
        LOG.error("{} failed for a defect (said once until it succeeds)", name, failure);
      } else {
        LOG.debug("{} failed again", name, failure);
      }
    } catch (Throwable _) {
      failing.set(false); // the next failure is said instead
    }
  }

  /// Does it on `thread` after `first` and at every `interval` from then on.
  public void atRate(ScheduledExecutorService thread, Duration first, Duration interval) {
    Future<?> _ =
        thread.scheduleAtFixedRate(this, first.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Does it on `thread` after `first` and again `pause` after the end of each run.
  public void withPauses(ScheduledExecutorService thread, Duration first, Duration pause) {
    Future<?> _ =
        thread.scheduleWithFixedDelay(this, first.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Does it once on `thread`, after `delay`.
  public void after(ScheduledExecutorService thread, Duration delay) {
    Future<?> _ = thread.schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
