// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.attempt;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// How full the store is.
public final class AttemptStoreMetrics {
  private AttemptStoreMetrics() {}

  /// Exposes the numbers of `store`, which somebody else must hold on to.
  public static void bind(AttemptStore store, MeterRegistry meters) {
    Gauge.builder("zoneprobe.collector.slow.attempts.kept", store, AttemptStore::size)
        .description("Attempts that are kept whole")
        .register(meters);
    FunctionCounter.builder(
            "zoneprobe.collector.slow.attempts.evicted", store, AttemptStore::evicted)
        .description("Attempts that had to make room for others")
        .register(meters);
  }
}
