// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.merge.ZoneMatrix.Recent;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import dev.zoneprobe.settings.Quantity;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.math.BigDecimal;
import java.util.List;

/// `zoneprobe_quantile_seconds`: exact quantiles of the window with their bounds. One that the
/// samples do not suffice for is absent.
final class QuantileFamily {
  private final ExposeSettings settings;

  QuantileFamily(ExposeSettings settings) {
    this.settings = settings;
  }

  GaugeSnapshot of(List<Recent> recent) {
    GaugeSnapshot.Builder family =
        GaugeSnapshot.builder()
            .name("zoneprobe_quantile_seconds")
            .unit(Unit.SECONDS)
            .help("Exact quantiles of phases over a sliding window; absent if samples are too few");
    for (Recent one : recent) {
      for (double quantile : settings.quantiles()) {
        QuantileEstimate.of(one.durations(), quantile)
            .ifPresent(estimate -> add(family, labels(one, quantile), estimate));
      }
    }
    return family.build();
  }

  private Labels labels(Recent one, double quantile) {
    return RouteLabels.of(one.route())
        .merge(
            Labels.of(
                "phase", one.phase().label(),
                "connection", one.connection().label(),
                "quantile", BigDecimal.valueOf(quantile).toPlainString(),
                "window", Quantity.text(settings.window())));
  }

  private static void add(GaugeSnapshot.Builder family, Labels labels, QuantileEstimate estimate) {
    family.dataPoint(point(labels, "lower", estimate.lowerNanos()));
    family.dataPoint(point(labels, "estimate", estimate.estimateNanos()));
    family.dataPoint(point(labels, "upper", estimate.upperNanos()));
  }

  private static GaugeDataPointSnapshot point(Labels labels, String bound, long nanos) {
    return GaugeDataPointSnapshot.builder()
        .labels(labels.add("bound", bound))
        .value(nanos / 1e9)
        .build();
  }
}
