// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/// Counts the connections that ended before a call could be made on them: without the certificate
/// that is asked for, or without TLS or HTTP/2 at all. Thread-safe.
final class HandshakeTally extends ServerTransportFilter {
  private final Counter failed;

  HandshakeTally(MeterRegistry meters) {
    failed =
        Counter.builder("zoneprobe.collector.handshakes.failed")
            .description("Connections to the agents' port that ended before a call was possible")
            .register(meters);
  }

  /// A transport that never became ready has no attributes.
  @Override
  public void transportTerminated(@Nullable Attributes attributes) {
    if (attributes == null) {
      failed.increment();
    }
  }
}
