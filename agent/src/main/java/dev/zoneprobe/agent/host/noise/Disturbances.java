// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/// The latest stretches of time in which something was wrong, each with how long it was wrong
/// within it. Thread-safe.
///
/// Holds [#KEPT] of them and forgets the oldest. That changes no verdict: as many as fit are,
/// together, more than what makes the longest possible attempt a stalled one (see [SourceJudge]).
final class Disturbances {
  /// More of the shortest stalls than a long stall is made of.
  static final int KEPT = 1_024;

  @GuardedBy("this")
  private final long[] from = new long[KEPT];

  @GuardedBy("this")
  private final long[] to = new long[KEPT];

  @GuardedBy("this")
  private final long[] length = new long[KEPT];

  @GuardedBy("this")
  private long added;

  /// Adds a stretch that ends no earlier than those before it.
  ///
  /// @param lengthNanos how long it was wrong somewhere between the two
  synchronized void add(long fromNanos, long toNanos, long lengthNanos) {
    int place = (int) (added % KEPT);
    from[place] = fromNanos;
    to[place] = toNanos;
    length[place] = lengthNanos;
    added++;
  }

  /// The lengths of all stretches that have a moment in common with this one, added up.
  synchronized long nanosWithin(long fromNanos, long toNanos) {
    long sum = 0;
    for (long i = added - 1; i >= Math.max(0, added - KEPT); i--) {
      int place = (int) (i % KEPT);
      if (to[place] - fromNanos < 0) {
        break;
      }
      if (from[place] - toNanos <= 0) {
        sum += length[place];
      }
    }
    return sum;
  }
}
