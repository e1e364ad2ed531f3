// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.proof;

import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Subject;
import java.util.ArrayList;
import java.util.List;

/// A target that is not measured is told, cluster by cluster, and so is an objective that has too
/// few attempts to call anybody.
final class PresenceTests {
  private static final int TWO_HOURS = 120;
  private static final String ATTEMPTS =
      "zoneprobe:attempts:increase5m{cluster=\"%s\", source_zone=\"a\", destination_zone=\"x\","
          + " target=\"%s\", protocol=\"tcp\"}";

  private PresenceTests() {}

  static List<UnitTest> of(ServiceLevels levels) {
    List<UnitTest> tests = new ArrayList<>();
    for (ServiceLevel level : levels.levels()) {
      Sample sample = new Sample(level, level.goals().getFirst());
      tests.add(asleep(sample));
      tests.add(awake(sample));
      if (level.subject() instanceof Subject.Target(String target)) {
        tests.add(absence(sample, target));
        tests.add(noCollector(target));
        tests.add(oneClusterOfSeveral(target));
        tests.add(seldom(target));
      }
    }
    return tests;
  }

  private static UnitTest asleep(Sample sample) {
    int rate = (sample.level().terms().minimumAttempts() - 1) / 5;
    return attempts(sample, "an objective with too few attempts is told", rate)
        .nothing(sample.asleep(), 50)
        .one(sample.asleep(), 90);
  }

  private static UnitTest awake(Sample sample) {
    int rate = Math.ceilDiv(sample.level().terms().minimumAttempts(), 5);
    return attempts(sample, "one with enough is not", rate).nothing(sample.asleep(), 90);
  }

  private static UnitTest attempts(Sample sample, String what, int rate) {
    UnitTest test = new UnitTest(sample.level().subject().name() + ": " + what);
    Sample.surroundings(test, TWO_HOURS);
    sample.give(test, List.of(sample.spell(TWO_HOURS, rate, 0)));
    return test;
  }

  /// From the 84th minute on the last attempts are more than an hour ago.
  private static UnitTest absence(Sample sample, String target) {
    UnitTest test =
        new UnitTest(target + ": a target that is no longer measured is told, until it is again");
    Sample.surroundings(test, TWO_HOURS);
    sample.give(test, List.of(sample.spell(20, 1_000, 0)));
    return test.nothing(absent(target, ""), 20)
        .nothing(absent(target, ""), 32)
        .one(absent(target, ""), 40)
        .one(absent(target, ""), 84)
        .one(absent(target, ""), 88)
        .one(absent(target, ""), 95);
  }

  private static UnitTest noCollector(String target) {
    return new UnitTest(target + ": nothing is told where no collector is")
        .nothing(absent(target, ""), 60);
  }

  /// The third cluster has collectors and never had the target.
  private static UnitTest oneClusterOfSeveral(String target) {
    UnitTest test = new UnitTest(target + ": one cluster of several is told by its name");
    for (String cluster : List.of("one", "two", "three")) {
      test.given("zoneprobe_zone_nodes{cluster=\"" + cluster + "\", zone=\"a\"}", "3x60");
    }
    return test.given(ATTEMPTS.formatted("one", target), "1000x60")
        .given(ATTEMPTS.formatted("two", target), "1000x20 0x40")
        .one(absent(target, ", cluster=\"two\""), 40)
        .nothing(absent(target, ", cluster!=\"two\""), 40);
  }

  /// One attempt in half an hour is to be seen for 5 minutes, and is the last at the 60th.
  private static UnitTest seldom(String target) {
    return new UnitTest(target + ": a target that is measured seldom has an hour")
        .given("zoneprobe_zone_nodes{cluster=\"one\", zone=\"a\"}", "3x170")
        .given(ATTEMPTS.formatted("one", target), "1x4 0x24 1x4 0x24 1x4 0x105")
        .nothing(absent(target, ""), 29)
        .nothing(absent(target, ""), 59)
        .nothing(absent(target, ""), 120)
        .one(absent(target, ""), 140);
  }

  private static String absent(String target, String more) {
    return "count(ALERTS{alertname=\"ZoneprobeTargetAbsent\", alertstate=\"firing\", target=\"%s\"%s})"
        .formatted(target, more);
  }
}
