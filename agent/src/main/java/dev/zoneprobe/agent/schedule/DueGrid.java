// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.schedule;

import java.time.Duration;

/// The due moments of one target: `firstNanos + k × interval`, on the clock that made `firstNanos`.
///
/// The grid is absolute: lateness of one moment never moves the next.
public record DueGrid(long firstNanos, long intervalNanos) {
  /// A grid whose place within the interval follows from `identity`, so that targets, and the same
  /// target on different nodes, do not fire together.
  public static DueGrid spread(long originNanos, Duration interval, String identity) {
    long intervalNanos = interval.toNanos();
    long scattered = identity.hashCode() * 0x9E3779B97F4A7C15L; // Fibonacci hashing: all bits count
    return new DueGrid(originNanos + Math.floorMod(scattered, intervalNanos), intervalNanos);
  }

  /// The due moment with number `k`, counted from 0.
  public long due(long k) {
    return firstNanos + k * intervalNanos;
  }

  /// The number of the first due moment at or after `nanos`.
  public long firstAtOrAfter(long nanos) {
    long past = nanos - firstNanos;
    return past <= 0 ? 0 : Math.ceilDiv(past, intervalNanos);
  }
}
