// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until a test moves it.
public final class SteppingClock implements InstantSource, NanoClock {
  private volatile Instant now;
  private final AtomicLong passedNanos = new AtomicLong();

  public SteppingClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanos() {
    return passedNanos.get();
  }

  /// Lets time pass.
  public void advance(Duration by) {
    leap(by);
    passedNanos.addAndGet(by.toNanos());
  }

  /// Sets it to another time, as an administrator does.
  public void leap(Duration by) {
    now = now.plus(by);
  }
}
