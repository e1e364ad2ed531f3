// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.self;

/// For how long an agent knows that it was held up: stalls of a millisecond or more, each once, by
/// whatever noticed most of it.
///
/// @param stalledNanos all stalls together
/// @param longestNanos the longest of them
public record Noise(long stalledNanos, long longestNanos) {
  /// No stall was noticed.
  public static final Noise NONE = new Noise(0, 0);

  /// Refuses negative times, and a stall that is longer than all together.
  public Noise {
    if (longestNanos < 0 || stalledNanos < longestNanos) {
      throw new IllegalArgumentException(
          "stalled for %d ns, the longest time %d ns".formatted(stalledNanos, longestNanos));
    }
  }

  /// Both times together; a sum that does not fit is the most that does.
  public Noise plus(Noise more) {
    long stalled = stalledNanos + more.stalledNanos;
    return new Noise(
        stalled < 0 ? Long.MAX_VALUE : stalled, Math.max(longestNanos, more.longestNanos));
  }
}
