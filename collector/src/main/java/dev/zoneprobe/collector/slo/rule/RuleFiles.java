// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.yaml.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The files that Prometheus loads.
public final class RuleFiles {
  /// The alerts, and what they and the panels about budgets ask for.
  public static final String ALERTS = "slo.yaml";

  /// The groups of all files, in the order in which one builds on the other.
  public static final List<String> GROUPS =
      List.of("zoneprobe-recording", "zoneprobe-slo", "zoneprobe-slo-budgets");

  /// Counts from classic histograms; its sibling makes the same of native ones.
  public static final String CLASSIC = "recording-classic.yaml";

  private RuleFiles() {}

  /// All files by their names, in the order in which they are written.
  ///
  /// @param source the name of the file with the objectives
  public static SequencedMap<String, String> of(ServiceLevels levels, String source) {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    for (Histograms histograms : Histograms.values()) {
      files.put(
          "recording-" + histograms.word() + ".yaml",
          text(
              List.of(
                  "From the "
                      + histograms.word()
                      + " histograms of the collector to plain numbers."
                      + " Load this file or its sibling,",
                  "never both: they record the same series. " + generated(source)),
              List.of(new RecordingRules(histograms, levels).group())));
    }
    files.put(
        ALERTS,
        text(
            List.of(
                "Budgets and who is told when one goes too fast, from the series that"
                    + " recording-native.yaml or",
                "recording-classic.yaml records. " + generated(source)),
            List.of(
                Rule.group("zoneprobe-slo", ratiosAndAlerts(levels)),
                Rule.group("zoneprobe-slo-budgets", BudgetRules.of(levels)))));
    return files;
  }

  /// The sentence that every generated file has at its top.
  public static String generated(String source) {
    return "Generated from " + source + " by `slo generate`: change that file.";
  }

  /// In one group, so that an alert looks at the ratios of its own minute.
  private static List<Rule> ratiosAndAlerts(ServiceLevels levels) {
    List<Rule> rules = new ArrayList<>(RatioRules.of(levels));
    rules.addAll(BurnAlerts.of(levels));
    return rules;
  }

  private static String text(List<String> comment, List<Map<String, Object>> groups) {
    return YamlText.of(comment, Map.of("groups", groups));
  }
}
