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

/// From histograms to plain numbers: how many attempts there were, how many failed, how many were
/// not fast.
///
/// What is bad is counted, and never the difference between two rules, since a scrape may arrive
/// between them: good attempts that are younger, or older, than all of them would make one that
/// nobody measured. So where nothing is bad, the number is 0 whenever it is asked for.
final class RecordingRules {
  private static final String LABELS = "cluster, source_zone, destination_zone, target, protocol";
  private static final String ALL = "phase=\"response\", source_state!=\"stalled\"";
  private static final String SUCCEEDED =
      "phase=\"response\", outcome=\"success\", source_state!=\"stalled\"";
  private static final String FAILED =
      "phase=\"response\", outcome!=\"success\", source_state!=\"stalled\"";
  private static final String STALLED_FAILED =
      "target=\"peer\", phase=\"response\", outcome!=\"success\", source_state=\"stalled\"";
  private static final String NONE = "zoneprobe:attempts:increase5m * 0";

  private final Histograms histograms;
  private final ServiceLevels levels;

  RecordingRules(Histograms histograms, ServiceLevels levels) {
    this.histograms = histograms;
    this.levels = levels;
  }

  Map<String, Object> group() {
    List<Rule> rules = new ArrayList<>(ClassRules.all());
    rules.add(Rule.recording("zoneprobe:attempts:increase5m", withoutDraining(ALL)));
    rules.add(
        Rule.recording(
            "zoneprobe:attempts_failed:increase5m", withoutDraining(FAILED) + "\nor " + NONE));
    List<ServiceLevel> fast =
        levels.levels().stream().filter(level -> level.counts(Indicator.LATENCY)).toList();
    if (!fast.isEmpty()) {
      rules.add(
          Rule.recording(
              "zoneprobe:attempts_not_fast:increase5m",
              fast.stream().map(this::notFast).collect(Collectors.joining("\nor\n"))));
    }
    rules.add(Rule.recording("zoneprobe:attempts_stalled:ratio5m", stalled()));
    rules.add(quantile("0.5", "p50"));
    rules.add(quantile("0.99", "p99"));
    return Rule.group("zoneprobe-recording", rules);
  }

  /// A peer that drains says so, over a network that works: a rollout of the agents uses up no
  /// budget. Who meets one behind the Service's address does fail.
  ///
  /// No counter tells which of these attempts a stall overlapped, and is not counted anyway. As
  /// many as failed in a stall may have been: so nothing else that failed is taken off.
  private String withoutDraining(String matchers) {
    String ended = histograms.count(LABELS, matchers, "5m");
    return """
    clamp_min(
      %1$s
      - clamp_min(
        %2$s
        - %3$s
        or %2$s,
        0
      ),
      0
    )
    or %1$s\
    """
        .formatted(ended, draining(), histograms.count(LABELS, STALLED_FAILED, "5m"));
  }

  private static String draining() {
    return "sum by (%s) (increase(zoneprobe_attempts_total{target=\"peer\", reason=\"peer_draining\"}[5m]))"
        .formatted(LABELS);
  }

  /// Those that failed and those that took too long. Where none succeeded, the histogram may have
  /// no series at all: then none was slow.
  private String notFast(ServiceLevel level) {
    String name =
        switch (level.subject()) {
          case Subject.Pairs _ -> "peer";
          case Subject.Target(String target) -> target;
        };
    String target = "target=\"" + name + "\"";
    String failed = "zoneprobe:attempts_failed:increase5m{" + target + "}";
    String slow =
        histograms.longer(level.fast().orElseThrow().seconds(), LABELS, target + ", " + SUCCEEDED);
    String sum =
        """
        (
          %1$s
          + (
            %2$s
            or %1$s * 0
          )
        )\
        """
            .formatted(failed, slow.indent(4).strip());
    return level.subject() instanceof Subject.Pairs(PairClass pairClass)
        ? sum + "\n" + ClassRules.only(List.of(pairClass))
        : sum;
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
