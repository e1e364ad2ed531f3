// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.SkipReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final int MOST_IN_FLIGHT = 5; // 300 ms / 100 ms, and 2

  private final SteppingClock clock = new SteppingClock();
  private final Recorded recorded = new Recorded();
  private final Semaphore mayEnd = new Semaphore(1_000);
  private final AtomicInteger closed = new AtomicInteger();
  private final Semaphore mayOpen = new Semaphore(1_000);
  private final Semaphore mayClose = new Semaphore(1_000);
  private final ExecutorService others = Executors.newCachedThreadPool();
  private volatile boolean crowded;
  private final Schedule schedule =
      new Schedule("node", clock, (_, _) -> open(), () -> crowded, recorded);
  private volatile boolean openFails;
  private volatile boolean closeFails;
  private final Target target = Examples.target("t", INTERVAL, TIMEOUT);

  private final Target slow = Examples.target("slow", INTERVAL, TIMEOUT);

  private Probe open() {
    if (openFails) {
      throw new IllegalArgumentException("cannot be opened, as the test wants it");
    }
    mayOpen.acquireUninterruptibly();
    return new HeldProbe();
  }

  /// Ends each attempt in success as soon as the test lets it.
  private final class HeldProbe implements Probe {
    @Override
    public Attempt attempt(OngoingAttempt attempt) {
      mayEnd.acquireUninterruptibly();
      return attempt.succeeded();
    }

    @Override
    public void close() {
      mayClose.acquireUninterruptibly();
      closed.incrementAndGet();
      if (closeFails) {
        throw new IllegalStateException("cannot be closed, as the test wants it");
      }
    }
  }

  private static final class Recorded implements Schedule.Sink {
    final List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
    final List<SkipReason> skips = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void ended(Attempt attempt, long dueNanos) {
      attempts.add(attempt);
    }

    @Override
    public void skipped(Subject subject, SkipReason reason) {
      skips.add(reason);
    }
  }

  @AfterEach
  void close() {
    Stream.of(mayEnd, mayOpen, mayClose).forEach(permits -> permits.release(1_000));
    schedule.close();
    others.shutdownNow();
  }

  @Test
  void beginsOneAttemptAtEachDueMoment() {
    schedule.retarget(Set.of(target));

    for (int k = 0; k < 10; k++) {
      int before = k;
      clock.step(INTERVAL);
      schedule.serveDue();
      await().until(() -> recorded.attempts.size() == before + 1);
    }

    assertThat(schedule.counts().due()).isEqualTo(10);
  }

  @Test
  void servesEveryMomentThatPassedWhileItWasHeldUp() {
    schedule.retarget(Set.of(target));
    clock.step(INTERVAL.multipliedBy(3));

    schedule.serveDue();

    await().until(() -> recorded.attempts.size() == 3);
    assertThat(recorded.attempts)
        .map(attempt -> attempt.phaseNanos().get(Phase.LATE))
        .anySatisfy(late -> assertThat(late).isGreaterThanOrEqualTo(2 * INTERVAL.toNanos()));
  }

  @Test
  void countsWhatCannotBeginBecauseTheLaneIsFull() {
    mayEnd.drainPermits();
    schedule.retarget(Set.of(target));
    clock.step(INTERVAL.multipliedBy(20));

    schedule.serveDue();

    assertThat(schedule.counts().begun()).isEqualTo(MOST_IN_FLIGHT);
    assertThat(schedule.counts().skipped(SkipReason.IN_FLIGHT_LIMIT)).isEqualTo(15);
    assertThat(recorded.skips).hasSize(15).containsOnly(SkipReason.IN_FLIGHT_LIMIT);
  }

  @Test
  void countsWhatCannotBeginBecauseTooMuchIsLeftOfEarlierAttempts() {
    schedule.retarget(Set.of(target));
    crowded = true;
    clock.step(INTERVAL);
    schedule.serveDue();
    crowded = false;
    clock.step(INTERVAL);
    schedule.serveDue();

    await().until(() -> recorded.attempts.size() == 1);

    assertThat(schedule.counts().skipped(SkipReason.IN_FLIGHT_LIMIT)).isEqualTo(1);
    assertThat(recorded.skips).containsExactly(SkipReason.IN_FLIGHT_LIMIT);
  }

  @Test
  void accountsForEveryDueMoment() {
    mayEnd.drainPermits();
    schedule.retarget(Set.of(target, Examples.target("u", INTERVAL, TIMEOUT)));
    clock.step(INTERVAL.multipliedBy(7));
    schedule.serveDue();
    mayEnd.release(6);
    ScheduleCounts counts = schedule.counts();

    await().until(() -> counts.ended() == 6);

    assertThat(counts.due()).isEqualTo(14);
    assertThat(counts.due()).isEqualTo(counts.begun() + counts.skipped(SkipReason.IN_FLIGHT_LIMIT));
    assertThat(counts.begun()).isEqualTo(counts.ended() + counts.inFlight());
    assertThat(counts.inFlight()).isEqualTo(4);
  }

  @Test
  void keepsTheGridOfATargetThatStays() {
    schedule.retarget(Set.of(target));
    schedule.retarget(Set.of(target, Examples.target("u", INTERVAL, TIMEOUT)));

    clock.step(INTERVAL);
    schedule.serveDue();

    await().until(() -> recorded.attempts.size() == 2);
    assertThat(closed).hasValue(0);
  }

  @Test
  void closesTheProbeOfATargetThatLeftAfterItsLastAttempt() {
    mayEnd.drainPermits();
    schedule.retarget(Set.of(target));
    clock.step(INTERVAL);
    schedule.serveDue();

    schedule.retarget(Set.of());

    assertThat(closed).hasValue(0);
    mayEnd.release();
    await().until(() -> closed.get() == 1);
  }

  @Test
  void waitsForAttemptsInFlightWhenItDrains() throws InterruptedException {
    mayEnd.drainPermits();
    schedule.retarget(Set.of(target));
    clock.step(INTERVAL);
    schedule.serveDue();
    mayEnd.release();

    schedule.drain(Duration.ofSeconds(10));

    assertThat(recorded.attempts).hasSize(1);
    assertThat(schedule.counts().inFlight()).isZero();
  }

  @Test
  void tellsNobodyOfAnAttemptThatEndsAfterDraining() throws InterruptedException {
    mayEnd.drainPermits();
    schedule.retarget(Set.of(target));
    clock.step(INTERVAL);
    schedule.serveDue();
    schedule.drain(Duration.ofMillis(50));

    mayEnd.release();
    schedule.close();

    await().until(() -> closed.get() == 1);
    assertThat(recorded.attempts).isEmpty();
    assertThat(schedule.counts().inFlight()).isEqualTo(1);
  }

  @Test
  void aTargetThatOpensSlowlyDelaysNoOther() throws Exception {
    schedule.retarget(Set.of(target));
    mayOpen.drainPermits();
    Future<?> retargeting = retargetInParallel(Set.of(target, slow));
    await().until(mayOpen::hasQueuedThreads);

    clock.step(INTERVAL);
    Future<?> serving = others.submit(schedule::serveDue);

    await().until(() -> recorded.attempts.size() == 1);
    serving.get();
    mayOpen.release(1_000);
    retargeting.get();
    clock.step(INTERVAL);
    schedule.serveDue();
    await().until(() -> recorded.attempts.size() == 3);
  }

  @Test
  void aTargetThatClosesSlowlyDelaysNoOther() throws Exception {
    schedule.retarget(Set.of(target, slow));
    mayClose.drainPermits();
    Future<?> retargeting = retargetInParallel(Set.of(target));
    await().until(mayClose::hasQueuedThreads);

    clock.step(INTERVAL);
    Future<?> serving = others.submit(schedule::serveDue);

    await().until(() -> recorded.attempts.size() == 1);
    serving.get();
    mayClose.release(1_000);
    retargeting.get();
  }

  @Test
  void aTargetThatCannotBeOpenedChangesNothing() {
    schedule.retarget(Set.of(target));
    openFails = true;

    assertThatThrownBy(() -> schedule.retarget(Set.of(slow)))
        .isInstanceOf(IllegalArgumentException.class);
    clock.step(INTERVAL);
    schedule.serveDue();

    await().until(() -> recorded.attempts.size() == 1);
    assertThat(closed).hasValue(0);
  }

  @Test
  void aProbeThatCannotBeClosedKeepsNoPlace() {
    closeFails = true;
    mayEnd.drainPermits();
    schedule.retarget(targets(Schedule.MOST_IN_FLIGHT));
    clock.step(INTERVAL);
    schedule.serveDue();
    schedule.retarget(Set.of());
    mayEnd.release(1_000);
    await().until(() -> closed.get() == Schedule.MOST_IN_FLIGHT);
    await().until(() -> schedule.counts().inFlight() == 0);

    schedule.retarget(Set.of(target));
    clock.step(INTERVAL);
    schedule.serveDue();

    assertThat(schedule.counts().skipped(SkipReason.IN_FLIGHT_LIMIT)).isZero();
  }

  private static Set<Target> targets(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Examples.target("t" + i, INTERVAL, TIMEOUT))
        .collect(Collectors.toSet());
  }

  @Test
  void aProbeThatCannotBeClosedLeavesTheOthersToBeClosed() {
    closeFails = true;
    schedule.retarget(Set.of(target, slow, Examples.target("v", INTERVAL, TIMEOUT)));

    schedule.retarget(Set.of());

    assertThat(closed).hasValue(3);
  }

  @Test
  void nothingIsLeftOpenOfTargetsThatComeWhenItIsClosed() throws Exception {
    mayOpen.drainPermits();
    Future<?> retargeting = retargetInParallel(Set.of(target));
    await().until(mayOpen::hasQueuedThreads);

    others.submit(schedule::close).get(10, TimeUnit.SECONDS);
    mayOpen.release(1_000);
    retargeting.get();

    assertThat(closed).hasValue(1);
  }

  private Future<?> retargetInParallel(Set<Target> targets) {
    return others.submit(() -> schedule.retarget(targets));
  }
}
