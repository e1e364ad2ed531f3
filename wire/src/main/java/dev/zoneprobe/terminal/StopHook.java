// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.terminal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Stops what a program runs at a signal (SIGTERM, SIGINT), whenever it comes, and ends the process
/// with exit code 0.
///
/// A signal begins the JVM's shutdown, in which only hooks run, and which would end with a code of
/// its own. One that comes while the program starts waits until it has, for ten seconds at most.
/// Logs are closed by a hook of their own meanwhile. Thread-safe.
///
/// @param <T> what is stopped
public final class StopHook<T> implements AutoCloseable {
  private static final int LONGEST_START_SECONDS = 10;

  private final CompletableFuture<T> started = new CompletableFuture<>();
  private final Consumer<T> stop;

  private StopHook(Consumer<T> stop) {
    this.stop = stop;
  }

  /// Is there from now on.
  ///
  /// @param stop done once at a signal, on a thread of its own
  public static <T> StopHook<T> register(Consumer<T> stop) {
    StopHook<T> hook = new StopHook<>(stop);
    Thread thread = Thread.ofPlatform().name("zoneprobe-stop").unstarted(hook::stop);
    Runtime.getRuntime().addShutdownHook(thread);
    return hook;
  }

  private void stop() {
    try {
      stop.accept(started.get(LONGEST_START_SECONDS, TimeUnit.SECONDS));
      Runtime.getRuntime().halt(0);
    } catch (CancellationException | ExecutionException | TimeoutException _) {
      // it did not start: whoever started it says why
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until a signal has stopped `service`; the process ends then.
  public void await(T service) throws InterruptedException {
    started.complete(service);
    new CountDownLatch(1).await();
  }

  /// There is nothing to stop.
  @Override
  public void close() {
    boolean _ = started.cancel(false);
  }
}
