// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.self.Noise;

/// For how long the agent was held up, each moment of it once.
///
/// A garbage collection makes a thread wake up late, and so does throttling: two causes that notice
/// something between the same ticks, or in the same window, are taken for one stall of the longer
/// time, and no window was stalled for longer than it is. So what it tells is too little rather
/// than too much. Thread-safe.
final class NoiseSum {
  /// Of windows that are closed.
  @GuardedBy("this")
  private Noise closed = Noise.NONE;

  /// Of the open window.
  @GuardedBy("this")
  private Noise open = Noise.NONE;

  /// What was noticed at a tick of the time since the tick before.
  synchronized void tick(long wokenLateNanos, long pausedNanos) {
    open = open.plus(stall(Math.max(wokenLateNanos, pausedNanos)));
  }

  private static Noise stall(long nanos) {
    return nanos >= SourceJudge.SHORTEST_STALL_NANOS ? new Noise(nanos, nanos) : Noise.NONE;
  }

  /// The window ends, and this is what the kernel noticed in it.
  synchronized void closeWindow(long throttledNanos, long lengthNanos) {
    Noise throttled = stall(throttledNanos);
    Noise more = throttled.stalledNanos() > open.stalledNanos() ? throttled : open;
    closed =
        closed.plus(
            new Noise(
                Math.min(more.stalledNanos(), lengthNanos),
                Math.min(more.longestNanos(), lengthNanos)));
    open = Noise.NONE;
  }

  /// Of all windows that were closed since it was asked last.
  synchronized Noise sinceLastAsked() {
    Noise noise = closed;
    closed = Noise.NONE;
    return noise;
  }
}
