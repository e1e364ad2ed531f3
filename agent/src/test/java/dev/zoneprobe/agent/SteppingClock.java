// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until a test moves it. Starts far from zero, as real ones do.
public final class SteppingClock implements NanoClock {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);

  @Override
  public long nanos() {
    return now.get();
  }

  public void step(Duration by) {
    now.addAndGet(by.toNanos());
  }
}
