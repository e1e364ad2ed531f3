// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.schedule.DueGrid;
import dev.zoneprobe.agent.schedule.Schedule;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/// A stated number of attempts of each target, one every interval, whatever became of earlier ones.
///
/// Each runs on a thread of its own (decision 0004), `zoneprobe-attempt-` and a number. One that is
/// due while [Schedule#MOST_IN_FLIGHT] are in flight is skipped, and counted.
///
/// @param lanes at least one
/// @param intervalNanos between two due moments of a lane
/// @param ended told each attempt and when it was due, on its own thread
/// @param skipped told the lane of each due moment that no attempt could begin at
public record ProbeRun(
    List<Lane> lanes,
    long intervalNanos,
    NanoClock clock,
    ObjLongConsumer<Attempt> ended,
    Consumer<Lane> skipped) {

  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(1);

  /// A target, and a probe of it over one kind of connection.
  public record Lane(Target target, Probe probe) {}

  /// Makes up to `rounds` attempts of each lane that nobody is told, one after the other, so that
  /// those that count do not measure a JVM that is still compiling. A lane whose attempt fails is
  /// left alone; an attempt takes a second at the most.
  public void warmUp(int rounds) {
    for (Lane lane : lanes) {
      Target hasty = lane.target().within(LONGEST_WARM_UP);
      Outcome.Kind last = Outcome.Kind.SUCCESS;
      for (int round = 0; round < rounds && last == Outcome.Kind.SUCCESS; round++) {
        OngoingAttempt attempt = new OngoingAttempt(0, hasty, clock, clock.nanos());
        last = lane.probe().attempt(attempt).outcome().kind();
      }
    }
  }

  /// Makes `count` attempts of each lane, and returns when all have ended. The lanes' due moments
  /// are spread over the interval, so that lanes do not disturb each other.
  ///
  /// @throws InterruptedException if the calling thread is interrupted; attempts in flight are too
  public void make(int count) throws InterruptedException {
    ExecutorService attempts =
        Executors.newCachedThreadPool( // places bound it
            Thread.ofPlatform().name("zoneprobe-attempt-", 0).factory());
    try (attempts) {
      try {
        begin(count, attempts);
      } catch (InterruptedException e) {
        attempts.shutdownNow(); // before they are waited for, at the end of the outer block
        throw e;
      }
    }
  }

  private void begin(int count, ExecutorService attempts) throws InterruptedException {
    DueGrid grid = new DueGrid(clock.nanos(), Math.max(1, intervalNanos / lanes.size()));
    Semaphore places = new Semaphore(Schedule.MOST_IN_FLIGHT);
    for (long k = 0; k < (long) count * lanes.size(); k++) {
      Lane lane = lanes.get((int) (k % lanes.size()));
      awaitDue(grid.due(k));
      if (places.tryAcquire()) {
        begin(lane, k, grid.due(k), attempts, places);
      } else {
        skipped.accept(lane);
      }
    }
  }

  private void begin(
      Lane lane, long id, long dueNanos, ExecutorService attempts, Semaphore places) {
    attempts.execute(() -> {
      try {
        ended.accept(attempt(lane, id, dueNanos), dueNanos);
      } finally {
        places.release();
      }
    });
  }

  private Attempt attempt(Lane lane, long id, long dueNanos) {
    return lane.probe().attempt(new OngoingAttempt(id, lane.target(), clock, dueNanos));
  }

  private void awaitDue(long dueNanos) throws InterruptedException {
    for (long left = dueNanos - clock.nanos(); left > 0; left = dueNanos - clock.nanos()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
