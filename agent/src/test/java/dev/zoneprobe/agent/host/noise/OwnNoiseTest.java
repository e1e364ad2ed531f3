// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.host.kernel.HostFiles;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnNoiseTest {
  private static final NanoClock CLOCK = NanoClock.SYSTEM;
  private static final Attempt ATTEMPT =
      Examples.attempt(Examples.subject("t"), new Outcome.Success(), Duration.ofMillis(1));

  @TempDir private Path root;

  private final List<Attempt> judged = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong collecting = new AtomicLong();
  private KernelCounters kernel;
  private OwnNoise noise;

  @BeforeEach
  void open() {
    kernel = new HostFiles(root).withPressure("proc/pressure/cpu", 1, 0).open();
    noise =
        new OwnNoise(
            CLOCK,
            kernel,
            (cause, nanos) -> collecting.addAndGet(cause == StallCause.GC_PAUSE ? nanos : 0),
            judged::add);
  }

  @AfterEach
  void close() {
    noise.close();
    kernel.close();
  }

  @Test
  void handsAnEndedAttemptOnByItself() {
    noise.start();

    noise.ended(ATTEMPT, CLOCK.nanos());

    await().until(() -> judged.size() == 1);
    assertThat(judged.getFirst().id()).isEqualTo(ATTEMPT.id());
  }

  @Test
  void goesOnAfterAnError() {
    AtomicLong handed = new AtomicLong();
    try (OwnNoise failing =
        new OwnNoise(
            CLOCK,
            kernel,
            (_, _) -> {},
            _ -> {
              if (handed.incrementAndGet() == 1) {
                throw new StackOverflowError("of a test");
              }
            })) {
      failing.start();
      failing.ended(ATTEMPT, CLOCK.nanos());
      await().until(() -> handed.get() == 1);

      failing.ended(ATTEMPT, CLOCK.nanos());

      await().until(() -> handed.get() > 1);
    }
  }

  @Test
  void handsOnEverythingWhenItIsClosed() {
    noise.start();
    for (int i = 0; i < 1_000; i++) {
      noise.ended(ATTEMPT, CLOCK.nanos());
    }

    noise.close();

    assertThat(judged).hasSize(1_000);
    assertThat(noise.waiting()).isZero();
    assertThat(noise.isRunning()).isFalse();
  }

  @Test
  void losesNothingWhenItIsClosedBeforeItIsStarted() {
    noise.ended(ATTEMPT, CLOCK.nanos());

    noise.close();

    assertThat(judged).hasSize(1);
  }

  @Test
  void noticesPausesOfTheGarbageCollector() {
    noise.start();

    await()
        .until(() -> {
          System.gc();
          return collecting.get() > 0;
        });
  }

  @Test
  void saysWhatThisHostHas() {
    assertThat(noise.sources())
        .containsEntry("wake_up", true)
        .containsEntry("gc_pause", true)
        .containsEntry("host_cpu_pressure", true)
        .containsEntry("host_memory_pressure", false)
        .containsEntry("cgroup_cpu_pressure", false)
        .containsEntry("cgroup_memory_pressure", false)
        .containsEntry("throttled", false)
        .containsEntry("stolen", false);
  }
}
