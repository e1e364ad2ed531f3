// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.collector;

import dev.zoneprobe.benchmarks.process.ProcessCost;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The collector that simulated agents report to.
public sealed interface CollectorUnderLoad extends AutoCloseable
    permits CollectorUnderLoad.Elsewhere, CollectorProcess {
  /// Where agents deliver to, as `host:port`.
  String agents();

  /// Where it is scraped.
  URI metrics();

  /// What its process has cost so far; empty if it is not ours.
  Optional<ProcessCost> cost() throws IOException;

  /// Waits so long.
  ///
  /// @throws IOException saying where its log is, if it ended meanwhile
  void watch(Duration time) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;

  /// One that runs already, perhaps on another machine.
  record Elsewhere(String agents, URI metrics) implements CollectorUnderLoad {
    @Override
    public Optional<ProcessCost> cost() {
      return Optional.empty();
    }

    @Override
    public void watch(Duration time) throws InterruptedException {
      var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {}
  }
}
