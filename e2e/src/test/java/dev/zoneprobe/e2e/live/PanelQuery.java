// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live;

import com.fasterxml.jackson.databind.JsonNode;

/// What a panel, a variable or the annotations of a dashboard ask Prometheus for, with all
/// variables at "All", as Grafana sends it; for a variable without `allValue` it sends the list of
/// its values, which is less than `.*` here.
///
/// @param where dashboard, title and query, such as `health: Agents and nodes, B`
/// @param expression PromQL, or for a variable what it asks for the values of a label
/// @param legend how its series are named, with `{{label}}` for the value of a label
record PanelQuery(String where, String expression, String legend) {
  /// What Grafana takes for scrapes every 5 s: four of them.
  private static final String RATE_INTERVAL = "20s";

  static PanelQuery of(String where, JsonNode expression, String legend) {
    String plain =
        expression
            .asText()
            .replace("$__rate_interval", RATE_INTERVAL)
            .replaceAll("\\$\\{?[a-z_]+}?", ".*");
    return new PanelQuery(where, plain, legend);
  }
}
