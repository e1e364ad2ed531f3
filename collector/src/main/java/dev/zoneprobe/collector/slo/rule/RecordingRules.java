// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import dev.zoneprobe.collector.slo.level.Indicator;
import dev.zoneprobe.collector.slo.level.PairClass;
import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// From histograms to plain numbers: how many attempts there were, how many succeeded, how many
/// were fast. All in one group, so that they are of the same moments and their ratios true.
final class RecordingRules {
  private static final String LABELS = "cluster, source_zone, destination_zone, target, protocol";
  private static final String ALL = "phase=\"response\", source_state!=\"stalled\"";
  private static final String SUCCEEDED =
      "phase=\"response\", outcome=\"success\", source_state!=\"stalled\"";

  private final Histograms histograms;
  private final ServiceLevels levels;

  RecordingRules(Histograms histograms, ServiceLevels levels) {
    this.histograms = histograms;
    this.levels = levels;
  }

  Map<String, Object> group() {
    List<Rule> rules = new ArrayList<>(ClassRules.all());
    rules.add(Rule.recording("zoneprobe:attempts:increase5m", attempts()));
    rules.add(
        Rule.recording(
            "zoneprobe:attempts_succeeded:increase5m",
            histograms.count(LABELS, SUCCEEDED, "5m") + "\nor zoneprobe:attempts:increase5m * 0"));
    List<ServiceLevel> fast =
        levels.levels().stream().filter(level -> level.counts(Indicator.LATENCY)).toList();
    if (!fast.isEmpty()) {
      rules.add(Rule.recording("zoneprobe:attempts_fast:increase5m", fastEnough(fast)));
    }
    rules.add(Rule.recording("zoneprobe:attempts_stalled:ratio5m", stalled()));
    rules.add(quantile("0.5", "p50"));
    rules.add(quantile("0.99", "p99"));
    return Rule.group("zoneprobe-recording", rules);
  }

  /// A peer that drains says so, over a network that works: a rollout of the agents uses up no
  /// budget. Who meets one behind the Service's address does fail.
  private String attempts() {
    String all = histograms.count(LABELS, ALL, "5m");
    return """
    clamp_min(
      %s
      - sum by (%s) (increase(zoneprobe_attempts_total{target="peer", reason="peer_draining"}[5m])),
      0
    )
    or %s\
    """
        .formatted(all, LABELS, all);
  }

  /// Where attempts were and none was fast, the histogram may have no series at all: that is 0.
  private String fastEnough(List<ServiceLevel> fast) {
    List<String> parts = new ArrayList<>(fast.stream().map(this::fastEnough).toList());
    List<PairClass> classes = levels.classes(Indicator.LATENCY);
    if (!classes.isEmpty()) {
      parts.add("zoneprobe:attempts:increase5m{target=\"peer\"} * 0\n" + ClassRules.only(classes));
    }
    List<String> targets = levels.targets(Indicator.LATENCY);
    if (!targets.isEmpty()) {
      parts.add("zoneprobe:attempts:increase5m{" + RatioRules.matcher(targets) + "} * 0");
    }
    return String.join("\nor\n", parts);
  }

  private String fastEnough(ServiceLevel level) {
    String name =
        switch (level.subject()) {
          case Subject.Pairs _ -> "peer";
          case Subject.Target(String target) -> target;
        };
    String within =
        histograms.within(
            level.fast().orElseThrow().seconds(), LABELS, "target=\"" + name + "\", " + SUCCEEDED);
    return switch (level.subject()) {
      case Subject.Pairs(PairClass pairClass) ->
          "(\n" + indented(within) + "\n)\n" + ClassRules.only(List.of(pairClass));
      case Subject.Target _ -> "(\n" + indented(within) + "\n)";
    };
  }

  private static String indented(String text) {
    return text.lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }

  private String stalled() {
    String by = "cluster, source_zone";
    return histograms.count(by, "phase=\"response\", source_state=\"stalled\"", "5m")
        + "\n/ "
        + histograms.count(by, "phase=\"response\"", "5m");
  }

  private Rule quantile(String quantile, String word) {
    return Rule.recording(
        "zoneprobe:response_seconds:" + word + "_5m", histograms.quantile(quantile, LABELS, ALL));
  }
}
