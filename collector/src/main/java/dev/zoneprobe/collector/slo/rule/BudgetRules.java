// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import dev.zoneprobe.collector.slo.level.Goal;
import dev.zoneprobe.collector.slo.level.PairClass;
import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What panels show of each goal: the promise itself, and the share of its budget that is left.
final class BudgetRules {
  private BudgetRules() {}

  static List<Rule> of(ServiceLevels levels) {
    List<Rule> rules = new ArrayList<>();
    for (ServiceLevel level : levels.levels()) {
      for (Goal goal : level.goals()) {
        rules.addAll(of(level, goal));
      }
    }
    return rules;
  }

  private static List<Rule> of(ServiceLevel level, Goal goal) {
    SequencedMap<String, String> promise = labels(level);
    promise.put("indicator", goal.indicator().label());
    promise.put("window", level.terms().days() + "d");
    List<Rule> rules = new ArrayList<>();
    String share = goal.percent().movePointLeft(2).stripTrailingZeros().toPlainString();
    rules.add(Rule.recording("zoneprobe:slo_objective:ratio", "vector(" + share + ")", promise));
    if (goal instanceof Goal.Fast fast) {
      String seconds = fast.seconds().toPlainString();
      rules.add(
          Rule.recording("zoneprobe:slo_threshold:seconds", "vector(" + seconds + ")", promise));
    }
    Scope scope = Scope.of(level.subject());
    SequencedMap<String, String> whose = labels(level);
    whose.remove("scope");
    whose.remove("target");
    rules.add(Rule.recording(scope.left(goal.indicator()), left(level, goal), whose));
    return rules;
  }

  /// Hours that are over, one after the other; before the first is, the hour that runs.
  private static String left(ServiceLevel level, Goal goal) {
    Scope scope = Scope.of(level.subject());
    String budget = goal.budget().toPlainString();
    return """
    (
      1 - %s
      / %s
      / %s
      or 1 - %s / %s
    )
    %s\
    """
        .formatted(
            total(scope, Scope.bad(goal.indicator()), level),
            total(scope, "attempts", level),
            budget,
            scope.bad(goal.indicator(), "1h") + selector(level),
            budget,
            level.subject() instanceof Subject.Pairs(PairClass pairClass)
                ? ClassRules.only(List.of(pairClass))
                : "")
        .strip();
  }

  private static String total(Scope scope, String kind, ServiceLevel level) {
    return "sum_over_time(%s%s[%dd:1h])"
        .formatted(scope.hour(kind), selector(level), level.terms().days());
  }

  private static String selector(ServiceLevel level) {
    return level.subject() instanceof Subject.Target(String target)
        ? "{target=\"" + target + "\"}"
        : "";
  }

  private static SequencedMap<String, String> labels(ServiceLevel level) {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("scope", Scope.of(level.subject()).word());
    switch (level.subject()) {
      case Subject.Pairs(PairClass pairClass) -> labels.put("pair_class", pairClass.label());
      case Subject.Target(String target) -> labels.put("target", target);
    }
    level.terms().team().ifPresent(team -> labels.put("team", team));
    return labels;
  }
}
