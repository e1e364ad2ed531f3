// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.proof;

import dev.zoneprobe.collector.slo.level.BurnRate;
import dev.zoneprobe.collector.slo.level.Goal;
import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Trouble;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Each burn rate fires at the minute that the arithmetic says, to within one, and ends with the
/// trouble; from counters to alerts, for all goals at once.
///
/// There was health for a day before, which fills every window but that of three days; that one is
/// asked with what it holds.
final class BurnTests {
  private static final int HEALTHY = 1_445;
  private static final int UNTIL_ALL_WINDOWS_ARE_CLEAN = 370;
  private static final double A_FIFTH = 0.2;

  private BurnTests() {}

  static List<Map<String, Object>> of(ServiceLevels levels) {
    List<Sample> samples = Sample.of(levels);
    int end = HEALTHY + 3 + samples.stream().mapToInt(BurnTests::latest).max().orElse(0);
    UnitTest test = new UnitTest("each burn rate fires in its minute, and ends");
    Sample.surroundings(test, end + UNTIL_ALL_WINDOWS_ARE_CLEAN);
    samples.forEach(sample -> trouble(test, sample, end));
    samples.forEach(sample -> expect(test, sample, end));
    return List.of(test.entries());
  }

  private static void trouble(UnitTest test, Sample sample, int end) {
    int rate = rate(sample.level());
    int bad = (int) (rate * share(sample.goal()));
    sample.give(
        test,
        List.of(
            sample.spell(HEALTHY, rate, 0),
            sample.spell(end - HEALTHY, rate, bad),
            sample.spell(UNTIL_ALL_WINDOWS_ARE_CLEAN, rate, 0)));
  }

  private static void expect(UnitTest test, Sample sample, int end) {
    test.nothing(sample.firing(), HEALTHY);
    minutes(sample.goal())
        .forEach((rate, fires) ->
            test.nothing(sample.firing(rate), HEALTHY + fires - 2)
                .one(sample.firing(rate), HEALTHY + fires + 1));
    test.nothing(sample.firing(BurnRate.HOUR), end + 7)
        .nothing(sample.firing(), end + UNTIL_ALL_WINDOWS_ARE_CLEAN);
  }

  private static int latest(Sample sample) {
    return minutes(sample.goal()).values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private static Map<BurnRate, Integer> minutes(Goal goal) {
    Trouble trouble = new Trouble(share(goal), HEALTHY);
    Map<BurnRate, Integer> minutes = new EnumMap<>(BurnRate.class);
    for (BurnRate rate : BurnRate.values()) {
      minutes.put(rate, trouble.firesAfter(rate, goal.budget()).orElseThrow());
    }
    return minutes;
  }

  /// A fifth, if that makes the fastest burn rate fire soon, else all.
  private static double share(Goal goal) {
    BigDecimal bound = new BigDecimal(BurnRate.HOUR.factor()).multiply(goal.budget());
    return bound.doubleValue() < A_FIFTH / 2 ? A_FIFTH : 1;
  }

  /// Attempts a minute: enough to count.
  private static int rate(ServiceLevel level) {
    return 1_000 * Math.ceilDiv(level.terms().minimumAttempts(), 5_000);
  }
}
