// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.mishap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Which mishaps happen when: the same for the same seed.
///
/// Several go on at a time, but never two with the same victim.
///
/// @param steps in the order of their begin; all end with the plan at the latest
public record ChaosPlan(List<Step> steps) {
  private static final Range BETWEEN = new Range(200, 1_500);
  private static final Range SHORT = new Range(200, 3_000);
  private static final Range LONG = new Range(4_000, 20_000);

  /// How long nothing happens to a victim after a mishap: it may be starting still, or be well.
  private static final Range REST = new Range(0, 12_000);

  /// How many of a hundred mishaps last long: longer than it takes to notice a frozen peer.
  private static final int LONG_OF_100 = 10;

  /// A mishap with its times, since the begin of the plan.
  public record Step(Duration from, Duration to, Mishap mishap) {}

  private record Range(int leastMillis, int mostMillis) {
    Duration draw(Random random) {
      return Duration.ofMillis(random.nextInt(leastMillis, mostMillis));
    }
  }

  /// Copies the list.
  public ChaosPlan {
    steps = List.copyOf(steps);
  }

  /// Draws a plan.
  ///
  /// @param kinds of victims; each kind is drawn as often as the others
  public static ChaosPlan draw(long seed, Duration length, List<List<Victim>> kinds) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    Map<Victim, Duration> busyUntil = new HashMap<>();
    Duration from = BETWEEN.draw(random);
    while (from.compareTo(length) < 0) {
      Victim victim = one(one(kinds, random), random);
      Mishap mishap = one(victim.mishaps(), random);
      Duration end = from.plus((random.nextInt(100) < LONG_OF_100 ? LONG : SHORT).draw(random));
      Duration to = end.compareTo(length) < 0 ? end : length;
      if (busyUntil.getOrDefault(victim, Duration.ZERO).compareTo(from) <= 0) {
        busyUntil.put(victim, to.plus(REST.draw(random)));
        steps.add(new Step(from, to, mishap));
      }
      from = from.plus(BETWEEN.draw(random));
    }
    return new ChaosPlan(steps);
  }

  private static <T> T one(List<T> among, Random random) {
    return among.get(random.nextInt(among.size()));
  }
}
