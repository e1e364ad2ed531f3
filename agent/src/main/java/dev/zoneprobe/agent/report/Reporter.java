// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import dev.zoneprobe.agent.report.backlog.Backlog;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.task.EnduringTask;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts a snapshot every interval, adds it to the backlog and has it delivered.
///
/// Everything happens on one thread, the executor that channels call back on too: a slow or dead
/// collector delays nothing but the delivery.
public final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

  private final Supplier<IntervalSnapshot> cut;
  private final Backlog backlog;
  private final Courier courier;
  private final ScheduledExecutorService thread;
  private final Duration interval;

  /// Whether the last snapshot was cut; of the one thread.
  private boolean finished;

  /// Reports nothing before [#start()].
  ///
  /// @param thread a single thread, which must also be the executor of the courier's channels
  public Reporter(
      Supplier<IntervalSnapshot> cut,
      Backlog backlog,
      Courier courier,
      ScheduledExecutorService thread,
      Duration interval) {
    this.cut = cut;
    this.backlog = backlog;
    this.courier = courier;
    this.thread = thread;
    this.interval = interval;
  }

  /// Begins to cut and deliver.
  public void start() {
    new EnduringTask("cutting a snapshot", this::report).atRate(thread, interval, interval);
    new EnduringTask("delivery", courier::pulse)
        .atRate(thread, Duration.ZERO, courier.betweenPulses());
  }

  private void report() {
    if (!finished) {
      backlog.add(cut.get());
      courier.hasMore();
    }
  }

  private void reportLast() {
    report();
    finished = true;
  }

  /// Cuts a last snapshot, none after it, and waits until everything is acknowledged, but no longer
  /// than `atMost`. Returns whether nothing is left.
  public boolean flush(Duration atMost) throws InterruptedException {
    CompletableFuture<@Nullable Void> delivered =
        CompletableFuture.runAsync(this::reportLast, thread)
            .thenComposeAsync(_ -> backlog.whenEmpty(), thread);
    try {
      delivered.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the last snapshot could not be cut", e);
    }
  }

  /// Ends delivery and the thread; what waits stays where it is. A task that runs is not
  /// interrupted: it may be writing a snapshot's file.
  public void close() {
    thread.execute(new EnduringTask("ending delivery", courier::close));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("delivery does not end, and is left to itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
