// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.schedule.Schedule;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ProbeRunTest {
  private static final Target TARGET =
      Examples.target("hung", Duration.ofSeconds(1), Duration.ofSeconds(60));

  private final Queue<String> threads = new ConcurrentLinkedQueue<>();
  private final Queue<Attempt> ended = new ConcurrentLinkedQueue<>();

  /// Never answers before everything that can be skipped was skipped.
  private final class Hung implements Probe {
    private final CountDownLatch release;

    Hung(CountDownLatch release) {
      this.release = release;
    }

    @Override
    public Attempt attempt(OngoingAttempt attempt) {
      threads.add(Thread.currentThread().getName());
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return attempt.timedOut();
    }

    @Override
    public void close() {}
  }

  @Test
  void skipsAndCountsWhatIsDueWhileAsManyAsAreAllowedAreInFlight() throws Exception {
    int tooMany = 7;
    CountDownLatch skipped = new CountDownLatch(tooMany);
    ProbeRun.Lane lane = new ProbeRun.Lane(TARGET, new Hung(skipped));
    ProbeRun run =
        new ProbeRun(
            List.of(lane),
            1,
            NanoClock.SYSTEM,
            (attempt, _) -> ended.add(attempt),
            _ -> skipped.countDown());

    run.make(Schedule.MOST_IN_FLIGHT + tooMany);

    assertThat(skipped.getCount()).isZero();
    assertThat(ended).hasSize(Schedule.MOST_IN_FLIGHT);
    assertThat(threads)
        .hasSize(Schedule.MOST_IN_FLIGHT)
        .allMatch(name -> name.startsWith("zoneprobe-attempt-"));
  }

  @Test
  void interruptsAttemptsInFlightWhenItIsInterrupted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ProbeRun run =
        new ProbeRun(
            List.of(new ProbeRun.Lane(TARGET, new Hung(never))),
            Duration.ofHours(1).toNanos(),
            NanoClock.SYSTEM,
            (attempt, _) -> ended.add(attempt),
            _ -> {});
    FutureTask<@Nullable Void> making =
        new FutureTask<>(() -> {
          run.make(2);
          return null;
        });
    Thread maker = Thread.ofPlatform().start(making);
    await().until(() -> threads.size() == 1);

    maker.interrupt();

    assertThatThrownBy(() -> making.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(ended).hasSize(1);
    never.countDown();
  }
}
