// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.RealTime;
import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeadlineWatchTest {
  private final DeadlineWatch deadlines = new DeadlineWatch();
  private final List<Integer> givenUp = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    deadlines.close();
  }

  @Test
  void givesUpAtTheDeadlineAndNotBefore() {
    OngoingAttempt attempt = attempt(100);
    List<Duration> left = new CopyOnWriteArrayList<>();

    try (DeadlineWatch.Guard _ = deadlines.over(attempt, () -> left.add(attempt.remaining()))) {
      await().until(() -> !left.isEmpty());
    }

    assertThat(left).containsExactly(Duration.ZERO);
  }

  @Test
  void givesUpNotBeforeTheDeadlineAlsoIfTheThreadThatAsksForItIsHeldUp() {
    AtomicBoolean heldUp = new AtomicBoolean();
    NanoClock clock =
        () -> {
          if (heldUp.compareAndSet(true, false)) {
            RealTime.passes(Duration.ofMillis(50), "a thread is held up on its way to the clock");
          }
          return NanoClock.SYSTEM.nanos();
        };
    OngoingAttempt attempt =
        Attempts.begin(new Endpoint.Tcp("127.0.0.1", 1), Duration.ofMillis(200), clock);
    List<Duration> left = new CopyOnWriteArrayList<>();
    heldUp.set(true);

    try (DeadlineWatch.Guard _ = deadlines.over(attempt, () -> left.add(attempt.remaining()))) {
      await().until(() -> !left.isEmpty());
    }

    assertThat(left).containsExactly(Duration.ZERO);
  }

  @Test
  void leavesAnAttemptAloneThatHasEnded() {
    deadlines.over(attempt(50), () -> givenUp.add(1)).close();
    try (DeadlineWatch.Guard _ = deadlines.over(attempt(150), () -> givenUp.add(2))) {
      await().until(() -> !givenUp.isEmpty());
    }

    assertThat(givenUp).containsExactly(2);
  }

  @Test
  void isWokenForADeadlineThatComesBeforeTheOthers() {
    try (DeadlineWatch.Guard _ = deadlines.over(attempt(60_000), () -> givenUp.add(1));
        DeadlineWatch.Guard _ = deadlines.over(attempt(50), () -> givenUp.add(2))) {
      await().until(() -> !givenUp.isEmpty());
    }

    assertThat(givenUp).containsExactly(2);
  }

  @Test
  void givesUpAllThatAreOverdueInSpiteOfADefect() {
    try (DeadlineWatch.Guard _ =
        deadlines.over(
            attempt(20),
            () -> {
              throw new IllegalStateException("a defect, as the test wants it");
            })) {
      List<DeadlineWatch.Guard> guards =
          IntStream.range(0, 100)
              .mapToObj(i -> deadlines.over(attempt(20 + i % 3), () -> givenUp.add(i)))
              .toList();
      await().until(() -> givenUp.size() == 100);
      guards.forEach(DeadlineWatch.Guard::close);
    }

    assertThat(givenUp).doesNotHaveDuplicates();
  }

  private static OngoingAttempt attempt(long timeoutMillis) {
    return Attempts.begin(new Endpoint.Tcp("127.0.0.1", 1), Duration.ofMillis(timeoutMillis));
  }

  @Test
  void givesUpTheNextInSpiteOfAnError() {
    try (DeadlineWatch.Guard _ =
            deadlines.over(
                attempt(20),
                () -> {
                  throw new StackOverflowError("as the test wants it");
                });
        DeadlineWatch.Guard _ = deadlines.over(attempt(60), () -> givenUp.add(1))) {
      await().until(() -> !givenUp.isEmpty());
    }

    assertThat(givenUp).containsExactly(1);
  }
}
