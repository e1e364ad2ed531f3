// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.collector.store.table.SumTable;
import java.time.Duration;
import java.time.Instant;

/// Whole minutes of UTC, one after the other.
///
/// @param first Unix time divided by 60 seconds, not before [#FIRST]
/// @param last not before `first`, and before 2200: nobody can overflow what is computed from it
public record Minutes(long first, long last) {
  /// The second minute of 1970: the number of the first is what the store keeps all time under.
  public static final long FIRST = SumTable.ALL_TIME + 1;

  private static final long END = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond() / 60;

  /// Refuses an empty span, and one that is beyond the years in which agents report.
  public Minutes {
    if (first < FIRST || last < first || last >= END) {
      throw new IllegalArgumentException("minutes from " + first + " to " + last);
    }
  }

  /// The minutes up to the one that `moment` lies in, so many that they last `length`.
  static Minutes upTo(Instant moment, Duration length) {
    long last = SumTable.minute(moment);
    return new Minutes(last - length.toMinutes() + 1, last);
  }

  /// As many minutes, which end `gap` before these begin.
  Minutes before(Duration gap) {
    long end = first - 1 - gap.toMinutes();
    return new Minutes(end - (last - first), end);
  }

  /// The first moment.
  public Instant from() {
    return Instant.ofEpochSecond(60 * first);
  }

  /// The first moment after them.
  public Instant until() {
    return Instant.ofEpochSecond(60 * (last + 1));
  }

  /// How many they are.
  public int count() {
    return Math.toIntExact(last - first + 1);
  }
}
