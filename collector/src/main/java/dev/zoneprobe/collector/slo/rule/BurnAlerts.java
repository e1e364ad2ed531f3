// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import dev.zoneprobe.collector.slo.level.BurnRate;
import dev.zoneprobe.collector.slo.level.Goal;
import dev.zoneprobe.collector.slo.level.PairClass;
import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Subject;
import dev.zoneprobe.settings.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// Who is told that a budget goes too fast, or that there are too few attempts to tell.
///
/// Label `team` says whom an alert is for, `severity` whether a person is called.
final class BurnAlerts {
  private final String runbooks;

  private BurnAlerts(String runbooks) {
    this.runbooks = runbooks;
  }

  static List<Rule> of(ServiceLevels levels) {
    BurnAlerts alerts = new BurnAlerts(levels.runbooks());
    List<Rule> rules = new ArrayList<>();
    for (ServiceLevel level : levels.levels()) {
      for (Goal goal : level.goals()) {
        for (BurnRate rate : BurnRate.values()) {
          rules.add(alerts.burn(level, goal, rate));
        }
      }
      rules.add(alerts.sleep(level));
      if (level.subject() instanceof Subject.Target) {
        rules.add(alerts.absence(level));
      }
    }
    return rules;
  }

  private Rule burn(ServiceLevel level, Goal goal, BurnRate rate) {
    Scope scope = Scope.of(level.subject());
    SequencedMap<String, String> labels = labels(level, rate.severity());
    labels.put("burn", rate.factor());
    String name = scope.alert(goal.indicator());
    String summary =
        (scope == Scope.PAIR ? "A pair of zones" : "A target")
            + " uses its budget "
            + rate.factor()
            + " times as fast as it may.";
    String share = "{{ $value | humanizePercentage }} of the {{ $labels.protocol }} attempts ";
    String description = share + whose(scope) + " in " + rate.longWindow() + " " + fault(goal);
    return Rule.alert(
        name,
        query(level, goal, rate),
        rate.patience(),
        labels,
        annotations(name, summary, description, scope));
  }

  private static String query(ServiceLevel level, Goal goal, BurnRate rate) {
    Scope scope = Scope.of(level.subject());
    String bound = rate.factor() + " * " + goal.budget().toPlainString();
    String selector =
        level.subject() instanceof Subject.Target(String target)
            ? "{target=\"" + target + "\"}"
            : "";
    String attempts = selector.isEmpty() ? "{target=\"peer\"}" : selector;
    String query =
        """
        %s%s > %s
        and %s%s > %s
        and sum by (%s) (zoneprobe:attempts:increase5m%s) >= %d
        """
            .formatted(
                scope.bad(goal.indicator(), rate.longWindow()),
                selector,
                bound,
                scope.bad(goal.indicator(), rate.shortWindow()),
                selector,
                bound,
                scope.labels(),
                attempts,
                level.terms().minimumAttempts());
    return level.subject() instanceof Subject.Pairs(PairClass pairClass)
        ? query + ClassRules.only(List.of(pairClass))
        : query;
  }

  private static String whose(Scope scope) {
    return switch (scope) {
      case PAIR -> "from {{ $labels.source_zone }} to {{ $labels.destination_zone }}";
      case TARGET -> "at {{ $labels.target }}";
    };
  }

  private static String fault(Goal goal) {
    return switch (goal) {
      case Goal.Fast fast -> "took longer than " + Quantity.text(fast.threshold()) + " or failed.";
      case Goal.Available _ -> "failed.";
    };
  }

  private Rule absence(ServiceLevel level) {
    String target = level.subject().name();
    SequencedMap<String, String> labels = labels(level, "warning");
    labels.put("target", target);
    return Rule.alert(
        "ZoneprobeTargetAbsent",
        Presence.absent(target),
        "10m",
        labels,
        annotations(
            "ZoneprobeTargetAbsent",
            "A target that has an objective is not measured.",
            "No attempt at " + target + " ended in the last 5 minutes, from any zone.",
            Scope.TARGET));
  }

  private Rule sleep(ServiceLevel level) {
    int minimum = level.terms().minimumAttempts();
    return Rule.alert(
        "ZoneprobeObjectiveAsleep",
        Presence.asleep(level),
        "1h",
        labels(level, "info"),
        annotations(
            "ZoneprobeObjectiveAsleep",
            "An objective has too few attempts to call anybody.",
            "At most {{ $value | humanize }} {{ $labels.protocol }} attempts "
                + whose(Scope.of(level.subject()))
                + " in 5 minutes, within the last hour: below "
                + minimum
                + " no budget alert fires.",
            Scope.of(level.subject())));
  }

  private static SequencedMap<String, String> labels(ServiceLevel level, String severity) {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("app", "zoneprobe");
    labels.put("severity", severity);
    labels.put("scope", Scope.of(level.subject()).word());
    if (level.subject() instanceof Subject.Pairs(PairClass pairClass)) {
      labels.put("pair_class", pairClass.label());
    }
    level.terms().team().ifPresent(team -> labels.put("team", team));
    return labels;
  }

  private SequencedMap<String, String> annotations(
      String alert, String summary, String description, Scope scope) {
    SequencedMap<String, String> annotations = new LinkedHashMap<>();
    annotations.put("summary", summary);
    annotations.put("description", description);
    annotations.put("runbook_url", runbooks + "/" + alert.toLowerCase(Locale.ROOT) + ".md");
    annotations.put("dashboard_path", dashboard(scope));
    return annotations;
  }

  private static String dashboard(Scope scope) {
    return switch (scope) {
      case PAIR ->
          "/d/zoneprobe-zone-pair?var-source_zone={{ $labels.source_zone }}"
              + "&var-destination_zone={{ $labels.destination_zone }}";
      case TARGET -> "/d/zoneprobe-target?var-target={{ $labels.target }}";
    };
  }
}
