// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import dev.zoneprobe.collector.slo.level.BurnRate;
import dev.zoneprobe.collector.slo.level.Indicator;
import dev.zoneprobe.collector.slo.level.PairClass;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The bad share of the attempts in each window that a burn rate looks at, and sums of each hour:
/// always a ratio of sums, never a mean of ratios.
final class RatioRules {
  private RatioRules() {}

  static List<Rule> of(ServiceLevels levels) {
    List<Rule> rules = new ArrayList<>();
    for (Scope scope : Scope.values()) {
      Set<String> hours = new LinkedHashSet<>();
      for (Indicator indicator : Indicator.values()) {
        String matcher = matcher(scope, indicator, levels);
        if (!matcher.isEmpty()) {
          windows().forEach(window -> rules.add(ratio(scope, indicator, window, matcher)));
          hours.add("attempts");
          hours.add(Scope.bad(indicator));
        }
      }
      hours.forEach(kind -> rules.add(hour(scope, kind, levels)));
    }
    return rules;
  }

  /// What selects these targets.
  static String matcher(List<String> targets) {
    return targets.size() == 1
        ? "target=\"" + targets.getFirst() + "\""
        : "target=~\"" + String.join("|", targets).replace(".", "[.]") + "\"";
  }

  /// Selects whatever has a goal of this kind; empty if nothing has.
  private static String matcher(Scope scope, Indicator indicator, ServiceLevels levels) {
    List<PairClass> classes = levels.classes(indicator);
    List<String> targets = levels.targets(indicator);
    return switch (scope) {
      case PAIR -> classes.isEmpty() ? "" : "target=\"peer\"";
      case TARGET -> targets.isEmpty() ? "" : matcher(targets);
    };
  }

  private static Set<String> windows() {
    Set<String> windows = new LinkedHashSet<>();
    for (BurnRate rate : BurnRate.values()) {
      windows.add(rate.shortWindow());
    }
    for (BurnRate rate : BurnRate.values()) {
      windows.add(rate.longWindow());
    }
    return windows;
  }

  private static Rule ratio(Scope scope, Indicator indicator, String window, String matcher) {
    String query =
        "%s\n/ %s"
            .formatted(
                sum(scope, Scope.bad(indicator), window, matcher),
                sum(scope, "attempts", window, matcher));
    return Rule.recording(scope.bad(indicator, window), query);
  }

  private static Rule hour(Scope scope, String kind, ServiceLevels levels) {
    Set<String> targets = new LinkedHashSet<>();
    for (Indicator indicator : Indicator.values()) {
      targets.addAll(levels.targets(indicator));
    }
    String matcher = scope == Scope.PAIR ? "target=\"peer\"" : matcher(List.copyOf(targets));
    return Rule.recording(scope.hour(kind), sum(scope, kind, "1h", matcher));
  }

  private static String sum(Scope scope, String kind, String window, String matcher) {
    String series = "zoneprobe:" + kind + ":increase5m{" + matcher + "}";
    String query = window.equals("5m") ? series : "sum_over_time(" + series + "[" + window + "])";
    return "sum by (" + scope.labels() + ") (" + query + ")";
  }
}
