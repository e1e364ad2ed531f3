// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts connections, and tells whether there may be another. Thread-safe.
final class OpenConnections {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter refused;
  private final Counter silent;

  OpenConnections(int most, MeterRegistry meters) {
    this.most = most;
    Gauge.builder("zoneprobe.collector.connections", open, AtomicInteger::get)
        .description("Connections that agents have open")
        .register(meters);
    refused =
        Counter.builder("zoneprobe.collector.connections.refused")
            .description(
                "Connections that were closed at once, because as many as may be were open")
            .register(meters);
    silent =
        Counter.builder("zoneprobe.collector.connections.silent")
            .description("Connections that were closed because nothing came over them at first")
            .register(meters);
  }

  /// Counts one more, or that it was refused.
  boolean add() {
    if (open.incrementAndGet() <= most) {
      return true;
    }
    open.decrementAndGet();
    refused.increment();
    return false;
  }

  void closed() {
    open.decrementAndGet();
  }

  /// One was closed because it said nothing.
  void silent() {
    silent.increment();
  }
}
