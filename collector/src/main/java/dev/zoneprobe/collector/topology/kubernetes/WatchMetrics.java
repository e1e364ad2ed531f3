// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// How watching Kubernetes goes.
public final class WatchMetrics {
  private WatchMetrics() {}

  /// Exposes the numbers of `watched`, which somebody else must hold on to.
  public static void bind(KubernetesTopology watched, MeterRegistry meters) {
    Gauge.builder("zoneprobe.collector.topology.synced", watched, one -> one.isSynced() ? 1 : 0)
        .description("1 once everything that is watched was listed")
        .register(meters);
    FunctionCounter.builder(
            "zoneprobe.collector.topology.watch.failures", watched, KubernetesTopology::failures)
        .description("How often Kubernetes could not be listed or watched")
        .register(meters);
  }
}
