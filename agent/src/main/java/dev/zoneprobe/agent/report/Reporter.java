// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts a snapshot every interval and delivers the backlog over one gRPC stream, which it opens
/// again when it breaks.
///
/// Everything happens on one thread, the executor that the channel calls back on too: a slow or
/// dead collector delays nothing but the delivery.
public final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final Duration BEFORE_REOPENING = Duration.ofSeconds(1);

  private final Supplier<IntervalSnapshot> cut;
  private final Backlog backlog;
  private final ManagedChannel collector;
  private final ScheduledExecutorService thread;
  private final Duration interval;
  private final LongAdder failures = new LongAdder();

  /// Lives on `thread`; empty while no stream is open.
  private Optional<Delivery> delivery = Optional.empty();

  /// Lives on `thread`.
  private boolean toldOfFailure;

  /// Reports nothing before [#start()].
  ///
  /// @param thread a single thread, which must also be the executor of `collector`
  public Reporter(
      Supplier<IntervalSnapshot> cut,
      Backlog backlog,
      ManagedChannel collector,
      ScheduledExecutorService thread,
      Duration interval) {
    this.cut = cut;
    this.backlog = backlog;
    this.collector = collector;
    this.thread = thread;
    this.interval = interval;
  }

  /// Begins to cut and deliver.
  public void start() {
    thread.execute(this::open);
    long nanos = interval.toNanos();
    Future<?> _ = thread.scheduleAtFixedRate(this::report, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /// Streams that broke. A stream that waits for its collector to come up has not.
  public long failures() {
    return failures.sum();
  }

  private void report() {
    try {
      backlog.add(cut.get());
      collector.resetConnectBackoff(); // an agent comes back within one interval of its collector
      delivery.ifPresent(Delivery::send);
    } catch (RuntimeException defect) {
      LOG.error("a snapshot was not delivered for a defect", defect);
    }
  }

  private void open() {
    delivery =
        Optional.of(
            new Delivery(
                CollectorGrpc.newStub(collector).withWaitForReady(), backlog, this::ended));
  }

  private void ended(Status status) {
    delivery = Optional.empty();
    failures.increment();
    switch (status.getCode()) {
      case INVALID_ARGUMENT -> {
        backlog.refuseOldest();
        LOG.error("the collector refused a snapshot, its samples are lost: {}", status);
      }
      default -> tellOnce(status);
    }
    if (!thread.isShutdown()) {
      Future<?> _ = thread.schedule(this::open, BEFORE_REOPENING.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tellOnce(Status status) {
    String problem = status.getCode() + ": " + status.getDescription();
    if (toldOfFailure) {
      LOG.debug("delivery failed again: {}", problem);
      return;
    }
    toldOfFailure = true;
    LOG.warn("delivery failed, snapshots are kept (said once, then at level debug): {}", problem);
  }

  /// Cuts a last snapshot and waits until everything is acknowledged, `atMost` so long. Returns
  /// whether nothing is left.
  public boolean flush(Duration atMost) throws InterruptedException {
    try {
      thread.submit(this::report).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      backlog.whenEmpty().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the last snapshot could not be cut", e);
    }
  }
}
