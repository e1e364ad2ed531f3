// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;

/// How long delivery waits for what.
///
/// @param greeting for a collector to greet; a stream that lasts this long after it has not failed
/// @param settling for receipts of what is in doubt, before an agent moves on all the same
/// @param visits between two visits to other replicas while something is in doubt elsewhere
/// @param firstRest before a replica that failed is tried again; doubles with each failure
/// @param longestRest what it grows to; at once for a replica that does not let the agent in
public record Pace(
    NanoClock clock,
    Duration greeting,
    Duration settling,
    Duration visits,
    Duration firstRest,
    Duration longestRest) {

  /// What agents go by.
  public static Pace usual(NanoClock clock) {
    return new Pace(
        clock,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30));
  }

  /// How often it is looked whether something is due.
  public Duration pulse() {
    return firstRest.dividedBy(2);
  }

  /// The present moment.
  public long nanos() {
    return clock.nanos();
  }

  /// Whether `duration` has passed since `sinceNanos`.
  public boolean hasPassed(Duration duration, long sinceNanos) {
    return clock.nanos() - sinceNanos >= duration.toNanos();
  }
}
