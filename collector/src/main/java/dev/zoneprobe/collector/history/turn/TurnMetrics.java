// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history.turn;

import dev.zoneprobe.collector.history.turn.TurnedAwayException.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// How many questions about the history wait, and how many were not answered.
public final class TurnMetrics {
  private TurnMetrics() {}

  /// Exposes the numbers of `turns`, which somebody else must hold on to.
  public static void bind(Turns turns, MeterRegistry meters) {
    Gauge.builder("zoneprobe.collector.questions.waiting", turns, Turns::waiting)
        .description("Questions about the history that wait for others")
        .register(meters);
    for (Reason reason : Reason.values()) {
      FunctionCounter.builder(
              "zoneprobe.collector.questions.turned.away", turns, one -> one.turnedAway(reason))
          .description("Questions about the history that were not answered")
          .tag("reason", reason.label())
          .register(meters);
    }
  }
}
