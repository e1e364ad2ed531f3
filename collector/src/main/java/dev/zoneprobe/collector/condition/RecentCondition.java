// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.condition;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import java.time.Duration;

/// How an agent is.
///
/// @param last as of its last snapshot
/// @param lately in the present minute and the nine before
public record RecentCondition(Condition last, Lately lately) {
  /// What snapshots told together.
  ///
  /// @param coveredNanos the length of their intervals, by the agent's clock
  /// @param mostWaiting the most cuts that waited at one of them
  /// @param skipped attempts that were due and could not begin
  public record Lately(long coveredNanos, long mostWaiting, long skipped, Noise noise) {
    /// Nothing was told.
    public static final Lately NOTHING = new Lately(0, 0, 0, Noise.NONE);

    /// Refuses negative numbers.
    public Lately {
      if (coveredNanos < 0 || mostWaiting < 0 || skipped < 0) {
        throw new IllegalArgumentException(
            "negative number: %d ns, %d waiting, %d skipped"
                .formatted(coveredNanos, mostWaiting, skipped));
      }
    }

    /// What one snapshot tells, whose agent was in `condition`.
    static Lately of(IntervalSnapshot snapshot, Condition condition) {
      long skipped =
          snapshot.subjects().stream()
              .flatMap(interval -> interval.counts().skipped().values().stream())
              .mapToLong(Long::longValue)
              .sum();
      Duration covered = Duration.between(snapshot.span().from(), snapshot.span().to());
      return new Lately(covered.toNanos(), condition.waiting(), skipped, condition.noise());
    }

    /// Both together; a sum that does not fit is the most that does.
    Lately plus(Lately more) {
      return new Lately(
          saturated(coveredNanos, more.coveredNanos),
          Math.max(mostWaiting, more.mostWaiting),
          saturated(skipped, more.skipped),
          noise.plus(more.noise));
    }

    private static long saturated(long a, long b) {
      return Long.MAX_VALUE - a < b ? Long.MAX_VALUE : a + b;
    }
  }
}
