// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.proof;

import dev.zoneprobe.collector.slo.level.BurnRate;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Nobody is called while only one of the two windows of a burn rate is over its bound, and what is
/// left of a budget is what was not used; from the recorded numbers on.
final class WindowTests {
  private static final int AN_HOUR = 60;
  private static final int ATTEMPTS = 1_000_000;

  private WindowTests() {}

  static List<Map<String, Object>> of(ServiceLevels levels) {
    List<Map<String, Object>> tests = new ArrayList<>();
    for (Sample sample : Sample.of(levels)) {
      tests.add(aSpikeThatIsOver(sample).entries());
      tests.add(aSpikeThatIsSmall(sample).entries());
      tests.add(whatIsLeft(sample).entries());
    }
    return tests;
  }

  /// As many bad minutes as it takes to bring the hour over its bound, and no more.
  private static UnitTest aSpikeThatIsOver(Sample sample) {
    int bad = 1 + (int) (bound(sample) * (AN_HOUR + 1));
    int after = AN_HOUR + bad + 2;
    String spike = "0x%d %dx%d 0x30".formatted(AN_HOUR - 1, ATTEMPTS, bad - 1);
    UnitTest test = new UnitTest(sample.name() + ": what is over leaves the short window clean");
    give(test, sample, spike, after + 20);
    return test.one(sample.over("1h", BurnRate.HOUR), after)
        .nothing(sample.over("5m", BurnRate.HOUR) + " > 0", after)
        .nothing(sample.firing(BurnRate.HOUR), after)
        .nothing(sample.firing(BurnRate.HOUR), after + 8);
  }

  private static UnitTest aSpikeThatIsSmall(Sample sample) {
    long bad = Math.round(ATTEMPTS * Math.min(1, bound(sample) * 1.2));
    int during = AN_HOUR + 8;
    String spike = "0x%d %dx9".formatted(AN_HOUR - 1, bad);
    UnitTest test = new UnitTest(sample.name() + ": a short spike does not fill the long window");
    give(test, sample, spike, during);
    return test.one(sample.over("5m", BurnRate.HOUR), during)
        .nothing(sample.over("1h", BurnRate.HOUR) + " > 0", during)
        .nothing(sample.firing(BurnRate.HOUR), during);
  }

  /// Half of what may be bad is: half is left, in the first hour and when hours are added up.
  private static UnitTest whatIsLeft(Sample sample) {
    long bad = Math.round(ATTEMPTS * sample.goal().budget().doubleValue() / 2);
    UnitTest test = new UnitTest(sample.name() + ": what is left of the budget");
    give(test, sample, "%dx190".formatted(bad), 190);
    String half = "count(round(%s * 1000) == 500)".formatted(sample.left());
    return test.one(half, AN_HOUR - 10).one(half, 190);
  }

  private static double bound(Sample sample) {
    return Double.parseDouble(BurnRate.HOUR.factor()) * sample.goal().budget().doubleValue();
  }

  private static void give(UnitTest test, Sample sample, String bad, int minutes) {
    String labels = "{" + sample.labels() + "}";
    test.given("zoneprobe:attempts:increase5m" + labels, ATTEMPTS + "x" + minutes);
    test.given("zoneprobe:" + sample.bad() + ":increase5m" + labels, bad);
    sample.pairClass().ifPresent(series -> test.given(series, "1x" + minutes));
  }
}
