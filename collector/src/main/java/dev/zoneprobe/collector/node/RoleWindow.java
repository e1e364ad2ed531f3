// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import dev.zoneprobe.collector.node.RoleSum.Counts;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was seen of one node in one role, minute by minute. Not thread-safe; a [#copy()] costs
/// little and shares nothing that changes.
final class RoleWindow {
  /// The present minute and those before it that are in the sums.
  static final int MINUTES = 10;

  /// At the place of its number modulo [#MINUTES]; replaced, never changed.
  private final @Nullable Minute[] minutes;

  /// Durations are packed by [DurationTally].
  private static final class Minute {
    private final long number;
    private final Counts counts;
    private final byte[] connects;
    private final byte[] roundTrips;

    Minute(long number, Counts counts, byte[] connects, byte[] roundTrips) {
      this.number = number;
      this.counts = counts;
      this.connects = connects;
      this.roundTrips = roundTrips;
    }

    Minute plus(Sighting seen, DurationTally scratch) {
      return new Minute(
          number,
          counts.plus(seen.counts()),
          plus(connects, seen.connects(), scratch),
          plus(roundTrips, seen.roundTrips(), scratch));
    }

    private static byte[] plus(byte[] packed, List<LatencyHistogram> more, DurationTally scratch) {
      scratch.clear();
      scratch.add(packed);
      more.forEach(scratch::add);
      return scratch.packed();
    }

    byte[] durations(Phase phase) {
      return phase == Phase.TCP_CONNECT ? connects : roundTrips;
    }
  }

  RoleWindow() {
    this(new Minute[MINUTES]);
  }

  private RoleWindow(@Nullable Minute[] minutes) {
    this.minutes = minutes;
  }

  /// Whether `minute` is in the sums while `current` is the present one.
  static boolean isRecent(long minute, long current) {
    return minute > current - MINUTES && minute <= current;
  }

  /// Adds what was seen in `minute`.
  void add(long minute, Sighting seen, DurationTally scratch) {
    int place = Math.floorMod(minute, MINUTES);
    Minute known = minutes[place];
    Minute before =
        known != null && known.number == minute
            ? known
            : new Minute(minute, Counts.NONE, DurationTally.NOTHING, DurationTally.NOTHING);
    minutes[place] = before.plus(seen, scratch);
  }

  /// Whether nothing was seen lately.
  boolean isEmpty(long current) {
    for (Minute minute : minutes) {
      if (minute != null && isRecent(minute.number, current)) {
        return false;
      }
    }
    return true;
  }

  RoleWindow copy() {
    return new RoleWindow(minutes.clone());
  }

  /// What was seen lately, with the durations of `phase`.
  RoleSum sum(Phase phase, long current, DurationTally scratch) {
    Counts counts = Counts.NONE;
    scratch.clear();
    for (Minute minute : minutes) {
      if (minute != null && isRecent(minute.number, current)) {
        counts = counts.plus(minute.counts);
        scratch.add(minute.durations(phase));
      }
    }
    return new RoleSum(counts, scratch.durations());
  }
}
