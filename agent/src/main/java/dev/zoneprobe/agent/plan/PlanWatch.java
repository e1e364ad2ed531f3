// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.plan;

import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.CollectorGrpc.CollectorStub;
import dev.zoneprobe.wire.proto.Plan;
import dev.zoneprobe.wire.proto.PlanRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the collector's plan. Without a collector the last plan stays in force: losing it
/// changes nothing for probing.
///
/// Everything happens on one thread, the executor that the channel calls back on too.
public final class PlanWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PlanWatch.class);
  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(1);

  private final CollectorStub collector;
  private final PlanRequest request;
  private final ScheduledExecutorService thread;
  private final Consumer<List<Target>> listener;
  private volatile long version;

  /// Both are of the one thread.
  private MeshTargets mesh;

  private Plan inForce = Plan.getDefaultInstance();

  /// Asks for nothing before [#start()].
  ///
  /// @param thread a single thread, which must also be the executor of `collector`
  /// @param listener told the peers of each new plan
  public PlanWatch(
      ManagedChannel collector,
      IntervalSnapshot.Source source,
      MeshTargets mesh,
      ScheduledExecutorService thread,
      Consumer<List<Target>> listener) {
    this.collector = CollectorGrpc.newStub(collector).withWaitForReady();
    this.request = PlanRequest.newBuilder().setSource(SnapshotEncoder.source(source)).build();
    this.mesh = mesh;
    this.thread = thread;
    this.listener = listener;
  }

  /// Begins to follow the plan.
  public void start() {
    thread.execute(() -> collector.watchPlan(request, new Stream()));
  }

  /// Probes the peers of the plan in force, and of later ones, as `settings` want it.
  public void remesh(MeshSettings settings) {
    thread.execute(() -> {
      mesh = new MeshTargets(settings);
      listener.accept(mesh.of(inForce));
    });
  }

  /// The version of the plan in force; 0 before the first.
  public long version() {
    return version;
  }

  private void adopt(Plan plan) {
    try {
      List<Target> peers = mesh.of(plan);
      listener.accept(peers);
      inForce = plan;
      version = plan.getVersion();
      LOG.info("plan {} has {} peers", version, plan.getPeersCount());
    } catch (IllegalArgumentException e) {
      LOG.error("plan {} is refused, plan {} stays in force: {}", plan.getVersion(), version, e);
    }
  }

  private final class Stream implements StreamObserver<Plan> {
    @Override
    public void onNext(Plan plan) {
      adopt(plan);
    }

    @Override
    public void onError(Throwable problem) {
      LOG.debug("the plan's stream ended: {}", Status.fromThrowable(problem));
      askAgain();
    }

    @Override
    public void onCompleted() {
      askAgain();
    }

    private void askAgain() {
      if (!thread.isShutdown()) {
        Future<?> _ =
            thread.schedule(
                PlanWatch.this::start, BEFORE_ASKING_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}
