// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import dev.zoneprobe.measure.Attempt;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Until when the certificates are valid that targets showed last, as a metric. Thread-safe.
public final class CertificateExpiries implements Collector {
  private final String node;
  private final Supplier<Set<String>> probed;
  private final Map<String, Instant> byTarget = new ConcurrentHashMap<>();

  /// @param probed the targets that are probed now; others are forgotten
  public CertificateExpiries(String node, Supplier<Set<String>> probed) {
    this.node = node;
    this.probed = probed;
  }

  /// Notes what an attempt saw, whether it succeeded or failed.
  public void ended(Attempt attempt) {
    attempt
        .trace()
        .certificateExpiry()
        .ifPresent(expiry -> byTarget.put(attempt.subject().target(), expiry));
  }

  @Override
  public MetricSnapshot collect() {
    byTarget.keySet().retainAll(probed.get());
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("zoneprobe_certificate_expiry_timestamp_seconds")
            .help("When the certificate that a target showed last ends to be valid.");
    byTarget.forEach((target, expiry) ->
        gauge.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("node", node, "target", target))
                .value((double) expiry.getEpochSecond())
                .build()));
    return gauge.build();
  }
}
