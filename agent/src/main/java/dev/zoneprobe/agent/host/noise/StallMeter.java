// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.agent.host.kernel.Throttling;
import dev.zoneprobe.measure.NanoClock;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/// Notices what holds the agent up, and when its host is under pressure. Used by one thread, which
/// asks to be woken at the moments of an absolute grid and tells when it was.
///
/// At every tick it knows two things of the time since the tick before: how much too late it was
/// woken, and for how long garbage was collected. A hold-up that ends between two ticks leaves no
/// trace here; one that is longer than [#TICK_NANOS] always does. What the thread does itself at a
/// tick delays no other: the next one is the first moment of the grid after it.
///
/// At every second tick or so it closes a window, and asks the kernel, which has counted without a
/// gap, for how long tasks were throttled or had to wait meanwhile. Where in the window that was,
/// nobody knows: it counts for the whole of it.
///
/// A garbage collection makes a thread wake up late, and so does throttling. So, as in [NoiseSum],
/// of what a tick knows the longer one is a stall, and of throttling only what the window's ticks
/// did not tell, and no more than the window's length: the kernel adds up what all CPUs lost.
final class StallMeter {
  /// Between two ticks. Shorter would see more, and cost more: a thread that sleeps and wakes takes
  /// some 5 µs of CPU on bare metal, and up to a tenth of a millisecond on a virtual machine.
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /// The length of a window. The kernel counts pressure in proportion to jiffies in which a CPU was
  /// not idle, of up to 10 ms each, so much shorter ones would see nothing.
  static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final NanoClock clock;
  private final ObjLongConsumer<StallCause> told;
  private final GcPauses pauses = new GcPauses();
  private final Growth throttled;
  private final PressureWatch pressure;
  private final Disturbances stalls = new Disturbances();
  private final Disturbances pressures = new Disturbances();
  private final NoiseSum noise = new NoiseSum();
  private final long originNanos;
  private long tickNanos;
  private long windowNanos;

  /// The stalls of the open window.
  private long stalledNanos;

  /// @param told of every stall, with its length in nanoseconds
  StallMeter(NanoClock clock, KernelCounters kernel, ObjLongConsumer<StallCause> told) {
    this.clock = clock;
    this.told = told;
    this.throttled = new Growth(() -> kernel.throttling().map(Throttling::throttledNanos));
    this.pressure = new PressureWatch(kernel);
    this.originNanos = clock.nanos();
    this.tickNanos = originNanos;
    this.windowNanos = originNanos;
  }

  /// When to be woken next.
  long nextTick() {
    long passed = (clock.nanos() - originNanos) / TICK_NANOS;
    return originNanos + (passed + 1) * TICK_NANOS;
  }

  /// The thread has been woken.
  ///
  /// @param dueNanos when it was to be
  void tick(long dueNanos) {
    long now = clock.nanos();
    long paused = pauses.nanosSinceLastAsked();
    long seen = clock.nanos();
    tell(StallCause.WAKE_UP, now - dueNanos);
    tell(StallCause.GC_PAUSE, paused);
    stall(Math.max(now - dueNanos, paused), tickNanos, seen);
    noise.tick(now - dueNanos, paused);
    tickNanos = now;
    if (now - windowNanos >= WINDOW_NANOS) {
      closeWindow();
    }
  }

  /// Everything is known now of the time until now.
  void closeWindow() {
    long now = clock.nanos();
    long held = throttled.nanosSinceLastAsked();
    boolean busy = pressure.wasBusy(now - windowNanos);
    long seen = clock.nanos();
    tell(StallCause.THROTTLED, held);
    stall(Math.min(held, now - windowNanos) - stalledNanos, windowNanos, seen);
    stalledNanos = 0;
    noise.closeWindow(held, now - windowNanos);
    if (busy) {
      pressures.add(windowNanos, seen, seen - windowNanos);
    }
    windowNanos = now;
  }

  private void tell(StallCause cause, long nanos) {
    if (nanos >= SourceJudge.SHORTEST_STALL_NANOS) {
      told.accept(cause, nanos);
    }
  }

  private void stall(long nanos, long fromNanos, long toNanos) {
    if (nanos >= SourceJudge.SHORTEST_STALL_NANOS) {
      stalls.add(fromNanos, toNanos, nanos);
      stalledNanos += nanos;
    }
  }

  /// Until when everything is known.
  long knownNanos() {
    return windowNanos;
  }

  /// For how long the agent was held up, in all windows that are closed.
  NoiseSum noise() {
    return noise;
  }

  /// When the agent was held up.
  Disturbances stalls() {
    return stalls;
  }

  /// When the host was under pressure.
  Disturbances pressures() {
    return pressures;
  }
}
