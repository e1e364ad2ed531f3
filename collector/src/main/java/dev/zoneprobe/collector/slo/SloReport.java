// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import dev.zoneprobe.collector.slo.level.BurnRate;
import dev.zoneprobe.collector.slo.level.Goal;
import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Terms;
import dev.zoneprobe.collector.slo.level.Trouble;
import dev.zoneprobe.settings.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What objectives mean, for a person at a terminal: how many minutes a month may be bad, and after
/// how long which burn rate tells somebody.
final class SloReport {
  private static final int MINUTES_OF_A_DAY = 24 * 60;
  private static final int MONTH = 30;

  private SloReport() {}

  static List<String> lines(ServiceLevels levels) {
    List<String> lines = new ArrayList<>();
    for (ServiceLevel level : levels.levels()) {
      for (Goal goal : level.goals()) {
        lines.add(level.subject().name() + ": " + promise(goal) + ", over " + days(level.terms()));
        lines.add("  budget: " + budget(goal, MONTH) + " of a month" + own(goal, level.terms()));
        lines.add("  told: " + told(level.terms()));
        lines.add(
            row(
                "burn",
                "windows",
                "for",
                "severity",
                "budget gone",
                "a fifth turns bad",
                "all do"));
        for (BurnRate rate : BurnRate.values()) {
          lines.add(row(goal, level.terms(), rate));
        }
      }
    }
    return lines;
  }

  private static String promise(Goal goal) {
    String percent = goal.percent().toPlainString() + " %";
    return switch (goal) {
      case Goal.Fast fast ->
          percent + " of the attempts succeed within " + Quantity.text(fast.threshold());
      case Goal.Available _ -> percent + " of the attempts succeed";
    };
  }

  private static String days(Terms terms) {
    return terms.days() + " days";
  }

  private static String budget(Goal goal, int days) {
    BigDecimal minutes = goal.budget().multiply(BigDecimal.valueOf((long) days * MINUTES_OF_A_DAY));
    return minutes.setScale(1, RoundingMode.HALF_UP) + " minutes";
  }

  private static String own(Goal goal, Terms terms) {
    return terms.days() == MONTH
        ? ""
        : ", " + budget(goal, terms.days()) + " of its " + days(terms);
  }

  private static String told(Terms terms) {
    return terms.team().map(team -> "team " + team).orElse("whoever has no team")
        + ", from "
        + terms.minimumAttempts()
        + " attempts in 5 minutes on";
  }

  private static String row(Goal goal, Terms terms, BurnRate rate) {
    double hours = BurnRate.minutes(rate.longWindow()) / 60.0;
    double gone = 100 * Double.parseDouble(rate.factor()) * hours / (terms.days() * 24);
    return row(
        rate.factor(),
        rate.longWindow() + " and " + rate.shortWindow(),
        rate.patience(),
        rate.severity(),
        String.format(Locale.ROOT, "%.0f %% in %s", gone, rate.longWindow()),
        after(goal, rate, 0.2),
        after(goal, rate, 1));
  }

  private static String after(Goal goal, BurnRate rate, double share) {
    var minutes = new Trouble(share, Trouble.DAYS_OF_HEALTH).firesAfter(rate, goal.budget());
    return minutes.isPresent() ? "after " + minutes.getAsInt() + " min" : "never";
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "  %-6s %-12s %-6s %-10s %-16s %-18s %s", cells)
        .stripTrailing();
  }
}
