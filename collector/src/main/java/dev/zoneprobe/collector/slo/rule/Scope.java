// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import dev.zoneprobe.collector.slo.level.Indicator;
import dev.zoneprobe.collector.slo.level.Subject;
import java.util.Locale;

/// What has a budget of its own, and how its series are called.
public enum Scope {
  /// A pair of zones, over one protocol.
  PAIR("cluster, source_zone, destination_zone, protocol"),
  /// A target, from all zones together.
  TARGET("cluster, target, protocol");

  private final String labels;

  Scope(String labels) {
    this.labels = labels;
  }

  /// The scope of a subject.
  public static Scope of(Subject subject) {
    return switch (subject) {
      case Subject.Pairs _ -> PAIR;
      case Subject.Target _ -> TARGET;
    };
  }

  /// The labels that tell one budget from the next, with commas between.
  String labels() {
    return labels;
  }

  /// In names of series and as label `scope`.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The share of bad attempts within a window.
  public String bad(Indicator indicator, String window) {
    return "zoneprobe:"
        + word()
        + (isLatency(indicator) ? "_latency_bad" : "_errors")
        + ":ratio"
        + window;
  }

  /// The share of the budget that is left.
  public String left(Indicator indicator) {
    return "zoneprobe:"
        + word()
        + (isLatency(indicator) ? "_latency" : "_error")
        + "_budget_left:ratio";
  }

  /// The attempts of one hour: of all, or those that an indicator counts as bad.
  String hour(String kind) {
    return "zoneprobe:" + word() + "_" + kind + ":sum1h";
  }

  /// The alert about a budget that goes too fast.
  public String alert(Indicator indicator) {
    return "Zoneprobe"
        + (this == PAIR ? "Pair" : "Target")
        + (isLatency(indicator) ? "Latency" : "Error")
        + "BudgetBurn";
  }

  /// The kind of attempts that an indicator counts as bad, in names of series.
  public static String bad(Indicator indicator) {
    return isLatency(indicator) ? "attempts_not_fast" : "attempts_failed";
  }

  private static boolean isLatency(Indicator indicator) {
    return indicator == Indicator.LATENCY;
  }
}
