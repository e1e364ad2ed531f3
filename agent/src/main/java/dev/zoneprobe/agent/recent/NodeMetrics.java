// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.recent;

import dev.zoneprobe.agent.recent.NodeLatencies.Series;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import dev.zoneprobe.settings.Quantity;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/// The quantiles of [NodeLatencies] as a metric. One that the samples do not suffice for has no
/// series.
public final class NodeMetrics {
  private static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.99);

  private NodeMetrics() {}

  /// Exposes `latencies` of this node in `registry`.
  public static void bind(PrometheusRegistry registry, String node, NodeLatencies latencies) {
    GaugeWithCallback.builder()
        .name("zoneprobe_node_quantile_seconds")
        .help("Exact quantiles of phases over the last minutes, from this node.")
        .constLabels(Labels.of("node", node, "window", Quantity.text(RecentDurations.WINDOW)))
        .labelNames("destination_zone", "protocol", "phase", "quantile")
        .callback(callback -> {
          for (Series series : latencies.recent().keys()) {
            expose(series, latencies.recent().of(series), callback);
          }
        })
        .register(registry);
  }

  private static void expose(
      Series series, LatencyHistogram durations, GaugeWithCallback.Callback callback) {
    for (double quantile : QUANTILES) {
      QuantileEstimate.of(durations, quantile)
          .ifPresent(estimate ->
              callback.call(
                  estimate.estimateNanos() / 1e9,
                  series.destinationZone(),
                  series.protocol().label(),
                  series.phase().label(),
                  String.valueOf(quantile)));
    }
  }
}
