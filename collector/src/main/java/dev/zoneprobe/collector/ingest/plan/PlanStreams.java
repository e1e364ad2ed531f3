// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.plan;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.collector.ingest.gate.NodeStreams;
import dev.zoneprobe.collector.ingest.gate.SharedNames;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.task.EnduringTask;
import dev.zoneprobe.wire.plan.PlanChange;
import dev.zoneprobe.wire.proto.Plan;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The agents that follow the plan: each is sent its peers and its zone at once, and then what
/// changes.
///
/// A change of the topology is looked at a second later, together with those that came meanwhile,
/// on one thread, `zoneprobe-plan`: a rollout changes it many times. Peers that change with time
/// are noticed within a minute. A node has at most two streams, and who reads slowly is told when
/// he has read what was sent before. Thread-safe.
///
/// Before it is known who there is, nobody is told anything: an agent goes on with the plan that it
/// has, while an empty one would make it stop.
public final class PlanStreams implements AutoCloseable {
  private static final Duration BEFORE_LOOKING = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private final AgentDirectory directory;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final NodeStreams<Follower> streams;
  private final AtomicLong version = new AtomicLong(1);
  private final AtomicBoolean due = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("zoneprobe-plan").daemon().factory());

  private final EnduringTask look = new EnduringTask("looking at the plan", this::look);

  /// Sends nothing before somebody follows.
  ///
  /// @param names told of each stream that gives way
  public PlanStreams(AgentDirectory directory, SharedNames names) {
    this.directory = directory;
    this.streams = new NodeStreams<>(names);
    look.atRate(thread, LOOK_EVERY, LOOK_EVERY);
  }

  /// Sends `agent` its peers as soon as they are known and whenever they change, until it goes.
  ///
  /// @param takesChanges whether the agent understands changes; otherwise each plan is whole
  public void open(Source agent, boolean takesChanges, ServerCallStreamObserver<Plan> plans) {
    String node = agent.node();
    Follower follower = new Follower(node, takesChanges, plans);
    plans.setOnCancelHandler(follower::end);
    plans.setOnReadyHandler(follower::tell);
    followers.add(follower);
    streams.add(node, agent.bootId(), follower).ifPresent(Follower::giveWay);
    follower.tell();
  }

  /// Looks soon whether the peers of anybody have changed.
  public void changed() {
    if (!thread.isShutdown() && due.compareAndSet(false, true)) {
      look.after(thread, BEFORE_LOOKING);
    }
  }

  private void look() {
    due.set(false);
    version.incrementAndGet();
    followers.forEach(follower -> follower.telling.run());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /// One agent, and what it was told last.
  private final class Follower {
    private final String node;
    private final boolean takesChanges;
    private final ServerCallStreamObserver<Plan> plans;

    /// A defect with one agent keeps the plan from no other.
    private final EnduringTask telling;

    @GuardedBy("this")
    private Optional<Plan> told = Optional.empty();

    @GuardedBy("this")
    private boolean ended;

    Follower(String node, boolean takesChanges, ServerCallStreamObserver<Plan> plans) {
      this.node = node;
      this.takesChanges = takesChanges;
      this.plans = plans;
      this.telling = new EnduringTask("sending node " + node + " its plan", this::tell);
    }

    synchronized void tell() {
      if (ended || !plans.isReady() || !directory.areKnown()) {
        return;
      }
      Plan now = plan(node);
      if (told.filter(before -> isSameButVersion(before, now)).isEmpty()) {
        plans.onNext(
            told.filter(_ -> takesChanges)
                .map(before -> PlanChange.between(before, now))
                .orElse(now));
        told = Optional.of(now);
      }
    }

    /// Ends, because its node has newer ones.
    synchronized void giveWay() {
      if (!ended) {
        end();
        plans.onError(
            Status.ABORTED
                .withDescription("this node follows the plan on newer streams")
                .asRuntimeException());
      }
    }

    synchronized void end() {
      ended = true;
      followers.remove(this);
      streams.remove(node, this);
    }
  }

  private static boolean isSameButVersion(Plan before, Plan now) {
    return before.getPeersList().equals(now.getPeersList())
        && before.getZone().equals(now.getZone());
  }

  private Plan plan(String node) {
    Plan.Builder plan = Plan.newBuilder().setVersion(version.get());
    directory.zoneOf(node).ifPresent(plan::setZone);
    directory.peersFor(node).forEach(peer -> plan.addPeers(frame(peer)));
    return plan.build();
  }

  private static dev.zoneprobe.wire.proto.Peer frame(Peer peer) {
    return dev.zoneprobe.wire.proto.Peer.newBuilder()
        .setNode(peer.node())
        .setZone(peer.zone())
        .setHost(peer.host())
        .setHttpPort(peer.ports().http())
        .setGrpcPort(peer.ports().grpc())
        .setTcpPort(peer.ports().tcp())
        .build();
  }
}
