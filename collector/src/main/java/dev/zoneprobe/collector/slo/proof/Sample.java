// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.proof;

import dev.zoneprobe.collector.slo.level.BurnRate;
import dev.zoneprobe.collector.slo.level.Goal;
import dev.zoneprobe.collector.slo.level.Indicator;
import dev.zoneprobe.collector.slo.level.PairClass;
import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Subject;
import dev.zoneprobe.collector.slo.rule.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// One pair of zones, or one target, that stands for all that a goal is about. Each goal has a
/// protocol of its own, so that the trouble of one is not that of another.
record Sample(ServiceLevel level, Goal goal) {
  private static final String RAW = "zoneprobe_duration_seconds_%s{%s%s, %s}";
  private static final String STATE =
      "phase=\"response\", connection=\"new\", source_state=\"calm\", outcome=\"%s\"";
  private static final String NODE = "zoneprobe_node_info{node=\"%s\", zone=\"%s\", region=\"%s\"}";

  /// One for each goal.
  static List<Sample> of(ServiceLevels levels) {
    return levels.levels().stream()
        .flatMap(level -> level.goals().stream().map(goal -> new Sample(level, goal)))
        .toList();
  }

  /// As a person calls it.
  String name() {
    return level.subject().name() + ", " + goal.indicator().label();
  }

  /// The labels of its series: zones a and b are in one region, zone c in another.
  String labels() {
    return where() + protocol();
  }

  private String protocol() {
    return switch (goal.indicator()) {
      case LATENCY -> ", protocol=\"tcp\"";
      case AVAILABILITY -> ", protocol=\"http\"";
    };
  }

  private String where() {
    return switch (level.subject()) {
      case Subject.Pairs pairs ->
          "source_zone=\"a\", destination_zone=\"%s\", target=\"peer\""
              .formatted(
                  switch (pairs.pairClass()) {
                    case WITHIN_ZONE -> "a";
                    case ACROSS_ZONES -> "b";
                    case ACROSS_REGIONS -> "c";
                  });
      case Subject.Target(String target) ->
          "source_zone=\"a\", destination_zone=\"x\", target=\"" + target + "\"";
    };
  }

  /// Gives a test the counters of these spells, from 0.
  void give(UnitTest test, List<Spell> spells) {
    int length = spells.stream().mapToInt(Spell::minutes).sum();
    test.given("zoneprobe_attempts_total{" + labels() + "}", "1x" + length);
    counts(test, counters(spells));
  }

  /// As [#give], of good attempts only, but the counters begin at 0 again after half of the time.
  void giveRestarted(UnitTest test, int minutes, int perMinute) {
    test.given("zoneprobe_attempts_total{" + labels() + "}", "1x" + 2 * minutes);
    String half = "0+%dx%d".formatted(perMinute, minutes);
    counts(test, new Counters(half + " " + half, "0x" + 2 * minutes, half + " " + half));
  }

  /// Gives a test what a collector tells of zones and nodes.
  static UnitTest surroundings(UnitTest test, int minutes) {
    return test.given("zoneprobe_zone_nodes{zone=\"a\"}", "3x" + minutes)
        .given(NODE.formatted("n1", "a", "r1"), "1x" + minutes)
        .given(NODE.formatted("n2", "b", "r1"), "1x" + minutes)
        .given(NODE.formatted("n3", "c", "r2"), "1x" + minutes);
  }

  private record Counters(String succeeded, String failed, String fast) {}

  private static Counters counters(List<Spell> spells) {
    return new Counters(
        counter(spells, spell -> spell.good() + spell.slow()),
        counter(spells, Spell::failed),
        counter(spells, Spell::good));
  }

  private void counts(UnitTest test, Counters counters) {
    String success = STATE.formatted("success");
    String failure = STATE.formatted("failure");
    test.given(RAW.formatted("count", "", labels(), success), counters.succeeded());
    test.given(RAW.formatted("count", "", labels(), failure), counters.failed());
    level
        .fast()
        .ifPresent(fast ->
            test.given(RAW.formatted("bucket", bound(fast), labels(), success), counters.fast()));
  }

  private static String bound(Goal.Fast fast) {
    return "le=\"" + fast.seconds().toPlainString() + "\", ";
  }

  private static String counter(List<Spell> spells, ToIntFunction<Spell> rate) {
    List<String> parts = new ArrayList<>();
    parts.add("0");
    long last = 0;
    for (Spell spell : spells) {
      int step = rate.applyAsInt(spell);
      parts.add("%d+%dx%d".formatted(last + step, step, spell.minutes() - 1));
      last += (long) step * spell.minutes();
    }
    return String.join(" ", parts);
  }

  /// Alerts of one burn rate that fire, counted.
  String firing(BurnRate rate) {
    return firing(", burn=\"" + rate.factor() + "\"");
  }

  /// Alerts of any burn rate that fire, counted.
  String firing() {
    return firing("");
  }

  /// Whether it is told that there are too few attempts, as 1 or nothing.
  String asleep() {
    return "count(ALERTS{alertname=\"ZoneprobeObjectiveAsleep\", alertstate=\"firing\", %s})"
        .formatted(selector());
  }

  private String firing(String more) {
    String alert = scope().alert(goal.indicator());
    return "count(ALERTS{alertname=\"%s\", alertstate=\"firing\", %s%s})"
        .formatted(alert, selector(), more);
  }

  /// Whether a window's bad share is over the bound of a burn rate, as 1 or 0 without labels.
  String over(String window, BurnRate rate) {
    return "sum(%s > bool %s * %s)"
        .formatted(ratio(window), rate.factor(), goal.budget().toPlainString());
  }

  /// The share of the budget that is left.
  String left() {
    return scope().left(goal.indicator()) + "{" + selector() + "}";
  }

  /// The bad share within a window.
  String ratio(String window) {
    return scope().bad(goal.indicator(), window) + "{" + selector() + "}";
  }

  /// The kind of attempts that are bad, as series of them are called.
  String bad() {
    return Scope.bad(goal.indicator());
  }

  private Scope scope() {
    return Scope.of(level.subject());
  }

  /// What tells it from the others in recorded series and alerts.
  String selector() {
    return switch (level.subject()) {
      case Subject.Pairs _ -> where().replace(", target=\"peer\"", "") + protocol();
      case Subject.Target(String target) -> "target=\"" + target + "\"" + protocol();
    };
  }

  /// What tells the class of a pair, as a series that the rules record; empty for a target.
  Optional<String> pairClass() {
    return level.subject() instanceof Subject.Pairs(PairClass pairClass)
        ? Optional.of(
            "zoneprobe:pair_class:info{%s, pair_class=\"%s\"}"
                .formatted(where().replace(", target=\"peer\"", ""), pairClass.label()))
        : Optional.empty();
  }

  /// Minutes of `perMinute` attempts, of which so many are bad in the eyes of the goal.
  Spell spell(int minutes, int perMinute, int bad) {
    boolean slow = goal.indicator() == Indicator.LATENCY;
    return new Spell(minutes, perMinute - bad, slow ? bad : 0, slow ? 0 : bad);
  }
}
