// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import dev.zoneprobe.agent.RealTime;
import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;

/// The time of an attempt whose end is stamped when it happens, and known only `later`: whoever
/// stamps it is held up right after.
public record LateToLearn(Duration later) implements NanoClock {
  @Override
  public long nanos() {
    long now = NanoClock.SYSTEM.nanos();
    if (StackWalker.getInstance().walk(callers -> callers.anyMatch(LateToLearn::stampsTheEnd))) {
      RealTime.passes(later, "a thread is held up until the deadline has passed");
    }
    return now;
  }

  private static boolean stampsTheEnd(StackWalker.StackFrame caller) {
    return caller.getClassName().equals(OngoingAttempt.class.getName())
        && caller.getMethodName().startsWith("ends");
  }
}
