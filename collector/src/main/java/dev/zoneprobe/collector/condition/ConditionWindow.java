// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.condition;

import dev.zoneprobe.collector.condition.RecentCondition.Lately;
import dev.zoneprobe.measure.self.Condition;
import org.jspecify.annotations.Nullable;

/// What one agent told of itself, minute by minute. Not thread-safe.
final class ConditionWindow {
  /// The present minute and those before it that are looked at.
  static final int MINUTES = 10;

  private record Minute(long number, Lately told) {}

  /// At the place of its number modulo [#MINUTES].
  private final @Nullable Minute[] minutes = new Minute[MINUTES];

  private Condition last;

  ConditionWindow(Condition last) {
    this.last = last;
  }

  /// Takes what was told of `minute`; what is too old to be looked at changes only the last
  /// condition.
  void add(long minute, long current, Condition condition, Lately told) {
    last = condition;
    if (!isRecent(minute, current)) {
      return;
    }
    int place = Math.floorMod(minute, MINUTES);
    Minute known = minutes[place];
    minutes[place] =
        new Minute(minute, known != null && known.number == minute ? known.told.plus(told) : told);
  }

  private static boolean isRecent(long minute, long current) {
    return minute > current - MINUTES && minute <= current;
  }

  RecentCondition recent(long current) {
    Lately sum = Lately.NOTHING;
    for (Minute minute : minutes) {
      if (minute != null && isRecent(minute.number, current)) {
        sum = sum.plus(minute.told);
      }
    }
    return new RecentCondition(last, sum);
  }
}
