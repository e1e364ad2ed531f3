// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EnduringTaskTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  private EnduringTask failingWith(Throwable failure) {
    return new EnduringTask(
        "failing",
        () -> {
          runs.incrementAndGet();
          throwAsItIs(failure);
        });
  }

  /// As code that was not written in Java may throw a checked exception undeclared.
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwAsItIs(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void goesOnAtItsRateAfterAnException() {
    failingWith(new IllegalStateException("a defect")).atRate(thread, Duration.ZERO, SHORT);

    await().until(() -> runs.get() > 2);
  }

  @Test
  void goesOnAfterAnError() {
    failingWith(new OutOfMemoryError("as if")).withPauses(thread, Duration.ZERO, SHORT);

    await().until(() -> runs.get() > 2);
  }

  @Test
  void goesOnAfterACheckedExceptionThatNobodyDeclared() {
    failingWith(new IOException("undeclared")).withPauses(thread, Duration.ZERO, SHORT);

    await().until(() -> runs.get() > 2);
  }

  @Test
  void leavesItsCallerUnharmed() {
    failingWith(new StackOverflowError()).run();

    assertThat(runs).hasValue(1);
  }

  @Test
  void runsOnceAfterADelay() {
    new EnduringTask("counting", runs::incrementAndGet).after(thread, SHORT);

    await().until(() -> runs.get() == 1);
  }
}
