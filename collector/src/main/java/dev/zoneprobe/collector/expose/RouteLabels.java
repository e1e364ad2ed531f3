// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.expose;

import dev.zoneprobe.collector.merge.Route;
import io.prometheus.metrics.model.snapshots.Labels;

/// The labels that every family about a route begins with.
final class RouteLabels {
  private RouteLabels() {}

  static Labels of(Route route) {
    return Labels.of(
        "source_zone", route.sourceZone(),
        "destination_zone", route.destinationZone(),
        "target", route.target(),
        "protocol", route.protocol().label());
  }
}
