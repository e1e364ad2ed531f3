// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.host.kernel.HostFiles;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.measure.self.Noise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallMeterTest {
  private static final long MILLI = 1_000_000;
  private static final Duration TICK = Duration.ofNanos(StallMeter.TICK_NANOS);
  private static final Duration WINDOW = Duration.ofNanos(StallMeter.WINDOW_NANOS);

  @TempDir private Path root;

  private final SteppingClock clock = new SteppingClock();
  private final List<Map.Entry<StallCause, Long>> told = new ArrayList<>();
  private HostFiles files;
  private KernelCounters kernel;
  private StallMeter meter;
  private long start;

  @BeforeEach
  void open() {
    files =
        new HostFiles(root)
            .with("proc/self/cgroup", "0::/\n")
            .with("proc/self/mountinfo", "9 8 0:29 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n")
            .withPressure("proc/pressure/cpu", 1_000_000, 0)
            .withPressure("sys/fs/cgroup/memory.pressure", 2_000_000, 0);
    stolenTicks(1);
    throttledMicros(100);
    kernel = files.open();
    meter = new StallMeter(clock, kernel, (cause, nanos) -> told.add(Map.entry(cause, nanos)));
    start = clock.nanos();
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private void throttledMicros(long total) {
    files.with(
        "sys/fs/cgroup/cpu.stat",
        "nr_periods 9\nnr_throttled 2\nthrottled_usec %d\n".formatted(total));
  }

  private void stolenTicks(long total) {
    files.with("proc/stat", "cpu 9 9 9 9 9 9 9 %d 0 0\n".formatted(total));
  }

  private void tick(Duration afterDue) {
    long due = meter.nextTick();
    clock.step(Duration.ofNanos(due - clock.nanos()).plus(afterDue));
    meter.tick(due);
  }

  @Test
  void asksForTheMomentsOfAnAbsoluteGrid() {
    clock.step(TICK.multipliedBy(3).plusNanos(1));

    assertThat(meter.nextTick() - start).isEqualTo(TICK.multipliedBy(4).toNanos());
  }

  @Test
  void noticesThatItWasWokenTooLate() {
    tick(Duration.ZERO);
    tick(Duration.ofMillis(7));

    assertThat(told).containsExactly(Map.entry(StallCause.WAKE_UP, 7 * MILLI));
    long firstTick = start + TICK.toNanos();
    assertThat(meter.stalls().nanosWithin(firstTick, firstTick)).isEqualTo(7 * MILLI);
    assertThat(meter.stalls().nanosWithin(start, firstTick - 1)).isZero();
  }

  @Test
  void letsADelayOfLessThanAMillisecondPass() {
    tick(Duration.ofNanos(MILLI - 1));

    assertThat(told).isEmpty();
  }

  @Test
  void countsThrottlingForTheWholeWindow() {
    throttledMicros(12_100);

    tick(Duration.ZERO);
    tick(Duration.ZERO);

    assertThat(told).containsExactly(Map.entry(StallCause.THROTTLED, 12 * MILLI));
    assertThat(meter.stalls().nanosWithin(start, start)).isEqualTo(12 * MILLI);
  }

  @Test
  void stallsOnceForAPauseThatDelaysItsWakeUp() {
    Duration late = Duration.ofSeconds(10);
    await()
        .until(() -> {
          System.gc();
          told.clear();
          tick(late);
          return told.size() > 1;
        });

    assertThat(told)
        .extracting(Map.Entry::getKey)
        .containsExactly(StallCause.WAKE_UP, StallCause.GC_PAUSE);
    assertThat(meter.stalls().nanosWithin(clock.nanos(), clock.nanos())).isEqualTo(late.toNanos());
  }

  @Test
  void stallsOnceForThrottlingThatDelaysItsWakeUps() {
    throttledMicros(12_100);

    tick(Duration.ofMillis(7));
    tick(Duration.ofMillis(9));

    assertThat(told).contains(Map.entry(StallCause.THROTTLED, 12 * MILLI));
    assertThat(meter.stalls().nanosWithin(start, clock.nanos())).isEqualTo(16 * MILLI);
  }

  @Test
  void addsWhatItsWakeUpsDidNotTellOfThrottling() {
    throttledMicros(30_100);

    tick(Duration.ofMillis(7));
    tick(Duration.ofMillis(9));
    throttledMicros(40_100);
    tick(Duration.ZERO);
    tick(Duration.ZERO);
    tick(Duration.ZERO);

    assertThat(meter.stalls().nanosWithin(start, start + WINDOW.toNanos())).isEqualTo(30 * MILLI);
    assertThat(meter.stalls().nanosWithin(clock.nanos(), clock.nanos())).isEqualTo(10 * MILLI);
  }

  @Test
  void stallsForNoLongerThanTheWindow() {
    throttledMicros(400_100); // several CPUs were throttled at once

    tick(Duration.ZERO);
    tick(Duration.ZERO);

    assertThat(meter.stalls().nanosWithin(start, start)).isEqualTo(WINDOW.toNanos());
  }

  @Test
  void addsUpTheNoiseOfClosedWindows() {
    throttledMicros(12_100);
    tick(Duration.ofMillis(7));
    tick(Duration.ofMillis(9));
    tick(Duration.ofMillis(5));

    assertThat(meter.noise().sinceLastAsked()).isEqualTo(new Noise(16 * MILLI, 9 * MILLI));
  }

  @Test
  void hasStalledForAsLongAsItsProcessWasFrozen() {
    tick(Duration.ofSeconds(3));

    assertThat(meter.noise().sinceLastAsked()).isEqualTo(new Noise(3_000 * MILLI, 3_000 * MILLI));
  }

  @Test
  void knowsNothingOfAWindowThatIsOpen() {
    tick(Duration.ZERO);

    assertThat(meter.knownNanos()).isEqualTo(start);
  }

  @Test
  void knowsEverythingOfAWindowThatIsClosed() {
    clock.step(WINDOW);

    meter.closeWindow();

    assertThat(meter.knownNanos()).isEqualTo(clock.nanos());
  }

  @Test
  void isUnderPressureWhenTasksWaitedForATenthOfTheWindow() {
    clock.step(WINDOW);
    files.withPressure("proc/pressure/cpu", 1_010_000, 0);
    meter.closeWindow();
    clock.step(WINDOW);
    files.withPressure("proc/pressure/cpu", 1_019_999, 0);
    meter.closeWindow();

    assertThat(meter.pressures().nanosWithin(start, start + 1)).isPositive();
    assertThat(meter.pressures().nanosWithin(start + 101 * MILLI, start + 200 * MILLI)).isZero();
  }

  @Test
  void isUnderPressureWhenItsOwnCgroupWaitsForMemory() {
    clock.step(WINDOW);
    files.withPressure("sys/fs/cgroup/memory.pressure", 2_090_000, 0);

    meter.closeWindow();

    assertThat(meter.pressures().nanosWithin(start, start + 1)).isPositive();
  }

  @Test
  void isUnderPressureWhenAHypervisorTookATick() {
    clock.step(WINDOW);
    stolenTicks(2);
    meter.closeWindow();
    clock.step(WINDOW);
    meter.closeWindow();

    assertThat(meter.pressures().nanosWithin(start, start + 1)).isPositive();
    assertThat(meter.pressures().nanosWithin(start + 101 * MILLI, start + 200 * MILLI)).isZero();
    assertThat(told).isEmpty();
  }
}
