// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.NanoClock;
import java.time.Instant;
import java.time.InstantSource;

/// The moment from which ages are counted: the wall clock's, but no later than what was seen last
/// plus twice the time that has passed since. So a clock that leaps ahead for a while makes nothing
/// old, and one that is right for good is caught up with. Thread-safe.
final class AgeClock implements InstantSource {
  private static final int CATCHING_UP = 2;

  private final InstantSource clock;
  private final NanoClock passing;

  /// The latest that may be believed, as of `seenNanos`.
  @GuardedBy("this")
  private Instant latest;

  @GuardedBy("this")
  private long seenNanos;

  /// @param first believed at the start, unless it is in the future
  AgeClock(Instant first, InstantSource clock, NanoClock passing) {
    this.clock = clock;
    this.passing = passing;
    latest = earlier(first, clock.instant());
    seenNanos = passing.nanos();
  }

  @Override
  public synchronized Instant instant() {
    long nanos = passing.nanos();
    Instant furthest = latest.plusNanos(CATCHING_UP * (nanos - seenNanos));
    seenNanos = nanos;
    Instant now = earlier(clock.instant(), furthest);
    latest = now.isAfter(latest) ? now : latest;
    return now;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
