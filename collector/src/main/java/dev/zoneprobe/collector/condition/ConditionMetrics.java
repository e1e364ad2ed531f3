// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.condition;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/// What became of the agents' conditions.
public final class ConditionMetrics {
  private ConditionMetrics() {}

  /// Exposes the numbers of `conditions`, which somebody else must hold on to.
  public static void bind(Conditions conditions, MeterRegistry meters) {
    FunctionCounter.builder(
            "zoneprobe.collector.conditions.forgotten", conditions, Conditions::forgotten)
        .description("Conditions of agents that made room for those of others")
        .register(meters);
  }
}
