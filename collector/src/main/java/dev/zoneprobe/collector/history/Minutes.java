// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import java.time.Duration;
import java.time.Instant;

/// Whole minutes of UTC, one after the other.
///
/// @param first Unix time divided by 60 seconds
/// @param last not before `first`
public record Minutes(long first, long last) {
  /// Refuses an empty span.
  public Minutes {
    if (last < first) {
      throw new IllegalArgumentException("minutes from " + first + " to " + last);
    }
  }

  /// The minutes up to the one that `moment` lies in, so many that they last `length`.
  static Minutes upTo(Instant moment, Duration length) {
    long last = Math.floorDiv(moment.getEpochSecond(), 60);
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
