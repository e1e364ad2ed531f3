// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.proof;

import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.rule.RuleFiles;
import dev.zoneprobe.collector.slo.yaml.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The files that `promtool test rules` runs. Counters are those of classic histograms: the oldest
/// supported version of that program cannot write native ones.
public final class TestFiles {
  private static final List<String> ALERTS = List.of("../" + RuleFiles.ALERTS);
  private static final List<String> BOTH =
      List.of("../" + RuleFiles.CLASSIC, "../" + RuleFiles.ALERTS);

  private TestFiles() {}

  /// All files by their names, relative to the folder of the rules.
  ///
  /// @param source the name of the file with the objectives
  public static SequencedMap<String, String> of(ServiceLevels levels, String source) {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    files.put(
        "tests/slo-burn.yaml",
        text("When each burn rate fires. ", source, BOTH, BurnTests.of(levels)));
    files.put(
        "tests/slo-windows.yaml",
        text("One window calls nobody. ", source, ALERTS, WindowTests.of(levels)));
    files.put(
        "tests/slo-guards.yaml",
        text("What calls nobody, and what does. ", source, BOTH, GuardTests.of(levels)));
    return files;
  }

  private static String text(
      String comment, String source, List<String> rules, List<Map<String, Object>> tests) {
    SequencedMap<String, Object> file = new LinkedHashMap<>();
    file.put("rule_files", rules);
    file.put("evaluation_interval", "1m");
    file.put("group_eval_order", RuleFiles.GROUPS.subList(2 - rules.size(), 3));
    file.put("tests", tests);
    return YamlText.of(List.of(comment + RuleFiles.generated(source)), file);
  }
}
