// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.sli;

import dev.zoneprobe.agent.recent.RecentDurations;
import dev.zoneprobe.settings.Quantity;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;

/// The percentiles of [SliLatencies] as a metric. One that is not known has no series: Micrometer's
/// gauges would make it NaN, which quantiles over nodes take for a very small number.
public final class SliMetrics {
  private SliMetrics() {}

  /// Exposes `latencies` of this node in `registry`.
  public static void bind(PrometheusRegistry registry, String node, SliLatencies latencies) {
    GaugeWithCallback.builder()
        .name("zoneprobe_node_sli_seconds")
        .help("Latency SLIs of Kubernetes SIG Scalability, from this node.")
        .constLabels(
            Labels.of(
                "node", node,
                "quantile", String.valueOf(SliLatencies.QUANTILE),
                "window", Quantity.text(RecentDurations.WINDOW)))
        .labelNames("sli")
        .callback(callback -> {
          for (Sli sli : Sli.values()) {
            latencies.seconds(sli).ifPresent(seconds -> callback.call(seconds, sli.label()));
          }
        })
        .register(registry);
  }
}
