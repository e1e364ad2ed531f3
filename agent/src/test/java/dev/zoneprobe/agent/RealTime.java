// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Lets time itself pass, where that is what a test is about: a slow server, a frozen process. What
/// can be waited for is waited for instead, and a clock that can be moved is moved.
public final class RealTime {
  private RealTime() {}

  /// Returns after `span`, to the accuracy of a wake-up, or when the thread is interrupted, which
  /// it then still is.
  ///
  /// @param why nothing but time will do, for whoever reads the test
  public static void passes(Duration span, String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException("no reason to let time pass");
    }
    long end = NanoClock.SYSTEM.nanos() + span.toNanos();
    for (long left = span.toNanos(); left > 0; left = end - NanoClock.SYSTEM.nanos()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }
}
