// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.schedule;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.SkipReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins an attempt of every target at each of its due moments, whatever became of earlier ones.
///
/// One thread, `zoneprobe-schedule`, waits for the next due moment of all lanes; each attempt runs
/// on a thread of its own (decision 0004). A moment that comes late (the thread was held up) is
/// still served, and its lateness recorded; one that finds all places of its lane, or of the agent,
/// taken, or too much left of earlier attempts, is counted as skipped. Nothing is left out
/// silently. Thread-safe.
public final class Schedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

  /// How many attempts of all targets may be in flight together.
  public static final int MOST_IN_FLIGHT = 512;

  /// How long a thread waits for its next attempt: the first attempts of a young JVM are slow and
  /// need many threads, whose stacks nobody needs later.
  private static final int IDLE_THREAD_SECONDS = 5;

  /// Where attempts go when they have ended, and due moments that could not begin.
  public interface Sink {
    /// An attempt has ended.
    ///
    /// @param dueNanos when it was due, by the schedule's clock
    void ended(Attempt attempt, long dueNanos);

    void skipped(Subject subject, SkipReason reason);
  }

  private record Due(long nanos, long number, Lane lane) {}

  private final NanoClock clock;
  private final BiFunction<Target, Connection, Probe> probes;
  private final BooleanSupplier crowded;
  private final Sink sink;
  private final String node;
  private final long originNanos;
  private final ScheduleCounts counts = new ScheduleCounts();
  private final Semaphore places = new Semaphore(MOST_IN_FLIGHT);
  private final ExecutorService attempts =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE, // places bound them
          IDLE_THREAD_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("zoneprobe-attempt-", 0).daemon().factory());
  private final Thread waiter;

  @GuardedBy("this")
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>((a, b) -> Long.compare(a.nanos - b.nanos, 0));

  @GuardedBy("this")
  private final Map<Lane.Key, Lane> lanes = new HashMap<>();

  @GuardedBy("this")
  private long nextId = RandomGenerator.getDefault().nextLong();

  @GuardedBy("this")
  private boolean stopped;

  /// Held while an attempt is recorded, so that none is once draining is over.
  private final Object ending = new Object();

  @GuardedBy("ending")
  private boolean drained;

  /// Starts with no targets.
  ///
  /// @param node spreads the due moments of the same target over the nodes
  /// @param probes opens the probe of a target over a kind of connection
  /// @param crowded whether ended attempts left so much that no other should begin
  public Schedule(
      String node,
      NanoClock clock,
      BiFunction<Target, Connection, Probe> probes,
      BooleanSupplier crowded,
      Sink sink) {
    this.node = node;
    this.clock = clock;
    this.probes = probes;
    this.crowded = crowded;
    this.sink = sink;
    this.originNanos = clock.nanos();
    this.waiter = Thread.ofPlatform().name("zoneprobe-schedule").daemon().unstarted(this::run);
  }

  /// Begins to serve due moments.
  public void start() {
    waiter.start();
  }

  /// What became of all due moments.
  public ScheduleCounts counts() {
    return counts;
  }

  /// From now on, exactly `targets` are probed. Targets that stay keep their grid and connections.
  ///
  /// Connections are prepared and closed while due moments of other targets are served, because
  /// either may take long. To be called by one thread at a time.
  ///
  /// @throws IllegalArgumentException if one of them cannot be probed; nothing has changed then
  public void retarget(Set<Target> targets) {
    List<Lane.Key> wanted = keys(targets);
    replaceLanes(Set.copyOf(wanted), openMissing(wanted)).forEach(Lane::leave);
    LockSupport.unpark(waiter);
  }

  private List<Lane> openMissing(List<Lane.Key> wanted) {
    Set<Lane.Key> present = presentLanes();
    List<Lane> opened = new ArrayList<>();
    try {
      wanted.stream().filter(key -> !present.contains(key)).map(this::open).forEach(opened::add);
    } catch (RuntimeException | Error refused) {
      opened.forEach(Lane::leave);
      throw refused;
    }
    return opened;
  }

  private synchronized Set<Lane.Key> presentLanes() {
    return Set.copyOf(lanes.keySet());
  }

  /// Returns the lanes that nobody needs any more: the new ones, too, if all has been stopped.
  private synchronized List<Lane> replaceLanes(Set<Lane.Key> wanted, List<Lane> opened) {
    if (stopped) {
      return opened;
    }
    List<Lane> unwanted =
        lanes.values().stream().filter(lane -> !wanted.contains(lane.key())).toList();
    unwanted.forEach(lane -> lanes.remove(lane.key()));
    queue.removeIf(due -> !wanted.contains(due.lane.key()));
    for (Lane lane : opened) {
      lanes.put(lane.key(), lane);
      enqueue(lane);
    }
    return unwanted;
  }

  private static List<Lane.Key> keys(Set<Target> targets) {
    return targets.stream()
        .flatMap(target -> target.connections().stream().map(kind -> new Lane.Key(target, kind)))
        .toList();
  }

  private Lane open(Lane.Key key) {
    Target target = key.target();
    String identity = node + target.subject() + target.endpoint() + key.connection();
    DueGrid grid = DueGrid.spread(originNanos, target.timing().interval(), identity);
    return new Lane(key, grid, probes.apply(target, key.connection()));
  }

  @GuardedBy("this")
  private void enqueue(Lane lane) {
    long number = lane.grid().firstAtOrAfter(clock.nanos());
    queue.add(new Due(lane.grid().due(number), number, lane));
  }

  private void run() {
    while (!isStopped()) {
      long wait = nanosUntilDue();
      if (wait > 0) {
        LockSupport.parkNanos(wait); // to the nanosecond; Object.wait rounds up to a millisecond
      } else {
        serveDue();
      }
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized long nanosUntilDue() {
    Due next = queue.peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.nanos - clock.nanos());
  }

  /// Whether due moments are being served.
  public boolean isRunning() {
    return waiter.isAlive();
  }

  /// Begins or skips every attempt that is due by now.
  synchronized void serveDue() {
    long now = clock.nanos();
    for (Due due = queue.peek(); due != null && due.nanos - now <= 0; due = queue.peek()) {
      queue.remove();
      long number = due.number + 1;
      queue.add(new Due(due.lane.grid().due(number), number, due.lane));
      begin(due);
    }
  }

  @GuardedBy("this")
  private void begin(Due due) {
    Lane lane = due.lane;
    if (stopped || !takePlace(lane)) {
      SkipReason reason = stopped ? SkipReason.STOPPING : SkipReason.IN_FLIGHT_LIMIT;
      counts.skips(reason);
      sink.skipped(lane.key().target().subject(), reason);
      return;
    }
    counts.begins();
    long id = nextId++;
    try {
      attempts.execute(() -> attempt(lane, id, due.nanos));
    } catch (RuntimeException | Error noThread) {
      counts.breaks();
      leavePlace(lane);
      LOG.error("an attempt of {} got no thread", lane.key().target().subject(), noThread);
    }
  }

  private boolean takePlace(Lane lane) {
    if (crowded.getAsBoolean() || !places.tryAcquire()) {
      return false;
    }
    boolean entered = lane.enter();
    if (!entered) {
      places.release();
    }
    return entered;
  }

  private void leavePlace(Lane lane) {
    try {
      lane.exit();
    } finally {
      places.release();
    }
  }

  private void attempt(Lane lane, long id, long dueNanos) {
    try {
      OngoingAttempt ongoing = new OngoingAttempt(id, lane.key().target(), clock, dueNanos);
      record(lane.probe().attempt(ongoing), dueNanos);
    } catch (RuntimeException | Error defect) {
      counts.breaks();
      LOG.error("attempt of {} was lost to a defect", lane.key().target().subject(), defect);
    } finally {
      leavePlace(lane);
    }
  }

  private void record(Attempt attempt, long dueNanos) {
    synchronized (ending) {
      if (!drained) {
        sink.ended(attempt, dueNanos);
        counts.ends(attempt.outcome().kind());
      }
    }
  }

  /// Stops serving due moments, and waits until the attempts in flight have ended, but no longer
  /// than `atMost`. One that takes longer is given up: it stays in flight, and its end is ignored.
  public void drain(Duration atMost) throws InterruptedException {
    synchronized (this) {
      stopped = true;
      LockSupport.unpark(waiter);
    }
    attempts.shutdown();
    boolean _ = attempts.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    synchronized (ending) {
      drained = true;
    }
  }

  /// Stops at once; attempts in flight are interrupted.
  @Override
  public void close() {
    stopAndForgetLanes().forEach(Lane::leave);
    LockSupport.unpark(waiter);
    attempts.shutdownNow();
  }

  private synchronized List<Lane> stopAndForgetLanes() {
    stopped = true;
    List<Lane> all = List.copyOf(lanes.values());
    lanes.clear();
    return all;
  }
}
