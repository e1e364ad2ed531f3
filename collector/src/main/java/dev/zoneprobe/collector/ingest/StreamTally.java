// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the streams that agents hold open, and how they end: also those whose bytes were too many
/// for a message. Thread-safe.
final class StreamTally extends ServerStreamTracer.Factory {
  private final MeterRegistry meters;
  private final AtomicInteger open = new AtomicInteger();

  StreamTally(MeterRegistry meters) {
    this.meters = meters;
    Gauge.builder("zoneprobe.collector.streams.open", open, AtomicInteger::get)
        .description("Streams that agents hold open, for snapshots and for plans")
        .register(meters);
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    open.incrementAndGet();
    return new ServerStreamTracer() {
      @Override
      public void streamClosed(Status status) {
        open.decrementAndGet();
        closed(status);
      }
    };
  }

  private void closed(Status status) {
    Counter.builder("zoneprobe.collector.streams.closed")
        .description("Streams that ended, by gRPC status")
        .tag("status", status.getCode().name())
        .register(meters)
        .increment();
  }
}
