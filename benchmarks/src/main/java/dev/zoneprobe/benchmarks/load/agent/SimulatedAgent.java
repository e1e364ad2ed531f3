// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.benchmarks.load.snapshot.Cut;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Plan;
import dev.zoneprobe.wire.proto.PlanRequest;
import dev.zoneprobe.wire.proto.Source;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// One agent, as far as a collector can tell: a stream of snapshots that is opened again when it
/// breaks, and one of plans. Lives on the event loop.
///
/// After a break everything without a receipt is sent again as it was.
final class SimulatedAgent {
  private static final long REOPEN_SECONDS = 1;
  private static final long REOPEN_SLOWLY_SECONDS = 10;

  private final ManagedChannel channel;
  private final Source source;
  private final Workbench workbench;
  private final Outbox outbox = new Outbox();

  /// Empty while no stream is open.
  private Optional<Delivery> delivery = Optional.empty();

  private long sequence;
  private boolean stopped;

  SimulatedAgent(ManagedChannel channel, Source source, Workbench workbench) {
    this.channel = channel;
    this.source = source;
    this.workbench = workbench;
  }

  /// Connects, cuts the first snapshot, and goes on once every interval.
  void start() {
    open();
    watchPlan();
    cut(workbench.clock().nanos());
  }

  /// Cuts no more; what has been cut is still delivered.
  void stop() {
    stopped = true;
  }

  private void cut(long dueNanos) {
    if (stopped) {
      return;
    }
    long to = workbench.wallClock().millis();
    sequence++;
    outbox.add(
        new Cut(
            sequence, dueNanos, to - workbench.interval().toMillis(), to, OptionalLong.empty()));
    workbench.tally().cut();
    channel.resetConnectBackoff(); // as agents do
    delivery.ifPresent(Delivery::send);
    long next = dueNanos + workbench.interval().toNanos();
    Future<?> _ =
        workbench
            .loop()
            .schedule(() -> cut(next), next - workbench.clock().nanos(), TimeUnit.NANOSECONDS);
  }

  private void open() {
    delivery = Optional.of(new Delivery(channel, source, outbox, workbench, this::ended));
  }

  private void ended(Status status) {
    delivery = Optional.empty();
    if (channel.isShutdown()) {
      return;
    }
    workbench.tally().ended(status);
    long seconds =
        switch (status.getCode()) {
          case INVALID_ARGUMENT -> {
            outbox.giveUpOldest();
            workbench.tally().refused();
            yield REOPEN_SECONDS;
          }
          case UNAUTHENTICATED, PERMISSION_DENIED -> REOPEN_SLOWLY_SECONDS;
          default -> REOPEN_SECONDS;
        };
    Future<?> _ = workbench.loop().schedule(this::open, seconds, TimeUnit.SECONDS);
  }

  private void watchPlan() {
    if (!channel.isShutdown()) {
      CollectorGrpc.newStub(channel)
          .withWaitForReady()
          .watchPlan(
              PlanRequest.newBuilder().setSource(source).setTakesChanges(true).build(),
              new Plans());
    }
  }

  /// Takes plans, and does nothing with them.
  private final class Plans implements StreamObserver<Plan> {
    @Override
    public void onNext(Plan plan) {}

    @Override
    public void onError(Throwable problem) {
      onCompleted();
    }

    @Override
    public void onCompleted() {
      Future<?> _ =
          workbench
              .loop()
              .schedule(SimulatedAgent.this::watchPlan, REOPEN_SECONDS, TimeUnit.SECONDS);
    }
  }
}
