// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.outage;

import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A prober as most are built: it waits for each answer before it asks again, and takes the time
/// from when it asked.
final class ClosedLoop implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final LatencyHistogram latencies = new LatencyHistogram();
  private final String url;

  /// Starts one that asks for `url`, and `pause` after each answer again.
  ClosedLoop(String url, Duration pause) {
    this.url = url;
    Future<?> _ =
        thread.scheduleWithFixedDelay(this::ask, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    long begin = NanoClock.SYSTEM.nanos();
    try {
      HttpURLConnection request = (HttpURLConnection) URI.create(url).toURL().openConnection();
      request.setRequestProperty("Connection", "close");
      request.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    latencies.record(NanoClock.SYSTEM.nanos() - begin);
  }

  /// Ends it, and returns what it saw.
  LatencyHistogram stop() throws InterruptedException {
    thread.shutdown();
    boolean _ = thread.awaitTermination(10, TimeUnit.SECONDS);
    return latencies;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
