// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.plan;

import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.task.EnduringTask;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.plan.PlanChange;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.CollectorGrpc.CollectorStub;
import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.Plan;
import dev.zoneprobe.wire.proto.PlanRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Follows the plan of the collector that is in use. Without a collector the last plan stays in
/// force: losing it changes nothing for probing.
///
/// The collector sends all peers first and then what changes. Nothing is added to an invalid plan:
/// its stream is given up, and all peers are asked for again ten seconds later.
///
/// Everything happens on one thread, the executor that channels call back on too.
public final class PlanWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PlanWatch.class);
  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(1);
  private static final Duration AFTER_INVALID_PLAN = Duration.ofSeconds(10);

  private final PlanRequest request;
  private final ScheduledExecutorService thread;
  private final Consumer<List<Target>> listener;
  private final Consumer<String> zoneListener;
  private volatile long version;

  /// These are of the one thread.
  private Optional<Stream> stream = Optional.empty();

  private MeshTargets mesh;

  private Plan inForce = Plan.getDefaultInstance();

  /// Asks nobody before [#follow(Optional)].
  ///
  /// @param thread a single thread, which must also be the executor of channels
  /// @param listener told the peers of each new plan; throws IllegalArgumentException, having
  ///   changed nothing, if they cannot be probed
  /// @param zoneListener told the zone of this node with each plan, once the collector knows it
  public PlanWatch(
      IntervalSnapshot.Source source,
      MeshTargets mesh,
      ScheduledExecutorService thread,
      Consumer<List<Target>> listener,
      Consumer<String> zoneListener) {
    this.request =
        PlanRequest.newBuilder()
            .setSource(SnapshotEncoder.source(source))
            .setTakesChanges(true)
            .build();
    this.mesh = mesh;
    this.thread = thread;
    this.listener = listener;
    this.zoneListener = zoneListener;
  }

  /// Asks the collector at the other end of `channel` from now on, and nobody else; called on the
  /// one thread.
  public void follow(Optional<Channel> channel) {
    stream = channel.map(Stream::new);
    stream.ifPresent(Stream::ask);
  }

  /// Probes the peers of the plan in force, and of later ones, as `settings` want it. Waits until
  /// that is so; not to be called on the one thread.
  ///
  /// @param adopter told the peers of the plan in force, on the one thread, instead of the listener
  /// @throws RuntimeException what `adopter` throws; later plans go by the old settings then
  public void remesh(MeshSettings settings, Consumer<List<Target>> adopter) {
    try {
      CompletableFuture.runAsync(() -> remeshNow(settings, adopter), thread).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void remeshNow(MeshSettings settings, Consumer<List<Target>> adopter) {
    MeshTargets next = new MeshTargets(settings);
    adopter.accept(next.of(inForce));
    mesh = next;
  }

  /// The version of the plan in force; 0 before the first.
  public long version() {
    return version;
  }

  /// Whether the plan is in force now: all of it, or nothing. The peers come before the zone, as
  /// the listener may refuse them.
  private boolean adopt(Plan next) {
    try {
      Plan plan = PlanChange.applied(inForce, next);
      requireCountable(plan);
      Optional<String> zone = zone(plan);
      listener.accept(mesh.of(plan));
      zone.ifPresent(zoneListener);
      tell(plan);
      inForce = plan;
      version = plan.getVersion();
      return true;
    } catch (IllegalArgumentException e) {
      String refused = Long.toUnsignedString(next.getVersion());
      LOG.error("plan {} is refused, plan {} stays in force: {}", refused, version, e);
      return false;
    }
  }

  /// Once, however often the collector is asked again: its version grows while the peers stay.
  private void tell(Plan plan) {
    boolean told = version > 0 && peers(plan).equals(peers(inForce));
    LOG.atLevel(told ? Level.DEBUG : Level.INFO)
        .log("plan {} has {} peers", plan.getVersion(), plan.getPeersCount());
  }

  /// What changed one by one may be in another order than what is told whole.
  private static Set<Peer> peers(Plan plan) {
    return Set.copyOf(plan.getPeersList());
  }

  /// Each snapshot tells the version, as a number that is not negative.
  private static void requireCountable(Plan plan) {
    if (plan.getVersion() < 0) {
      throw new IllegalArgumentException(
          "version %s is beyond %d"
              .formatted(Long.toUnsignedString(plan.getVersion()), Long.MAX_VALUE));
    }
  }

  private static Optional<String> zone(Plan plan) {
    return Optional.of(plan.getZone())
        .filter(zone -> !zone.isEmpty())
        .map(zone -> Label.checked("zone", zone));
  }

  /// The plan as one channel brings it. Its end is of no interest once another is followed.
  private final class Stream implements ClientResponseObserver<PlanRequest, Plan> {
    private final CollectorStub collector;
    private Optional<ClientCallStreamObserver<PlanRequest>> call = Optional.empty();
    private final EnduringTask asking = new EnduringTask("asking for the plan", this::ask);
    private Duration pause = BEFORE_ASKING_AGAIN;

    Stream(Channel channel) {
      collector = CollectorGrpc.newStub(channel).withWaitForReady();
    }

    void ask() {
      if (isFollowed()) {
        pause = BEFORE_ASKING_AGAIN;
        collector.watchPlan(request, this);
      }
    }

    private boolean isFollowed() {
      return stream.filter(this::equals).isPresent();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<PlanRequest> started) {
      call = Optional.of(started);
    }

    @Override
    public void onNext(Plan plan) {
      if (isFollowed() && !adopt(plan)) {
        pause = AFTER_INVALID_PLAN;
        call.ifPresent(begun -> begun.cancel("an invalid plan", null));
      }
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
      if (isFollowed() && !thread.isShutdown()) {
        asking.after(thread, pause);
      }
    }
  }
}
