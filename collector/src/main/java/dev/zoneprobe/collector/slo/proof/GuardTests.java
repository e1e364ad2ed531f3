// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.proof;

import dev.zoneprobe.collector.slo.level.BurnRate;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Nobody is called for too few attempts, for a restart of the collector or for attempts that are
/// no longer made. From counters to alerts.
final class GuardTests {
  private static final int HALF_AN_HOUR = 30;

  private GuardTests() {}

  static List<Map<String, Object>> of(ServiceLevels levels) {
    List<UnitTest> tests = new ArrayList<>();
    for (Sample sample : Sample.of(levels)) {
      tests.addAll(
          List.of(fewAttempts(sample), enoughAttempts(sample), aRestart(sample), silence(sample)));
    }
    tests.addAll(PresenceTests.of(levels));
    return tests.stream().map(UnitTest::entries).toList();
  }

  private static UnitTest fewAttempts(Sample sample) {
    int rate = (sample.level().terms().minimumAttempts() - 1) / 5;
    UnitTest test = bad(sample, "fewer attempts than needed prove nothing", rate);
    return test.one(sample.over("5m", BurnRate.HOUR), HALF_AN_HOUR)
        .nothing(sample.firing(), HALF_AN_HOUR);
  }

  private static UnitTest enoughAttempts(Sample sample) {
    int rate = Math.ceilDiv(sample.level().terms().minimumAttempts(), 5);
    UnitTest test = bad(sample, "as many as needed do", rate);
    return test.one(sample.firing(BurnRate.HOUR), HALF_AN_HOUR);
  }

  private static UnitTest bad(Sample sample, String what, int rate) {
    UnitTest test = test(sample, what, HALF_AN_HOUR);
    sample.give(test, List.of(sample.spell(HALF_AN_HOUR, rate, rate)));
    return test;
  }

  private static UnitTest aRestart(Sample sample) {
    UnitTest test = test(sample, "counters that begin anew are no failures", 2 * HALF_AN_HOUR);
    sample.giveRestarted(test, HALF_AN_HOUR, sample.level().terms().minimumAttempts());
    return test.one("count(" + sample.ratio("5m") + ")", HALF_AN_HOUR + 3)
        .nothing(sample.over("5m", BurnRate.THREE_DAYS) + " > 0", HALF_AN_HOUR + 3)
        .nothing(sample.firing(), 2 * HALF_AN_HOUR);
  }

  private static UnitTest silence(Sample sample) {
    UnitTest test =
        test(sample, "attempts that are no longer made are no failures", 2 * HALF_AN_HOUR);
    sample.give(test, List.of(sample.spell(20, 1_000, 0)));
    return test.one("count(" + sample.ratio("5m") + ")", 20)
        .nothing(sample.ratio("5m"), 31)
        .nothing(sample.firing(), 60);
  }

  private static UnitTest test(Sample sample, String what, int minutes) {
    return Sample.surroundings(new UnitTest(sample.name() + ": " + what), minutes);
  }
}
