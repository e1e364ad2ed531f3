// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.schedule;

import dev.zoneprobe.measure.interval.SkipReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What became of all due moments since the agent started. Thread-safe.
///
/// Key relationships, at any moment at which nothing moves:
///
/// - due moments = attempts begun + skipped
/// - attempts begun = ended + broken + in flight
///
/// `broken` counts attempts that ended in a defect of ours instead of an outcome; alert on any.
public final class ScheduleCounts {
  private final LongAdder due = new LongAdder();
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final Map<SkipReason, LongAdder> skipped = new EnumMap<>(SkipReason.class);

  ScheduleCounts() {
    for (SkipReason reason : SkipReason.values()) {
      skipped.put(reason, new LongAdder());
    }
  }

  void begins() {
    due.increment();
    begun.increment();
  }

  void ends() {
    ended.increment();
  }

  void breaks() {
    broken.increment();
  }

  void skips(SkipReason reason) {
    due.increment();
    adder(reason).increment();
  }

  public long due() {
    return due.sum();
  }

  public long begun() {
    return begun.sum();
  }

  public long ended() {
    return ended.sum();
  }

  public long broken() {
    return broken.sum();
  }

  public long inFlight() {
    return Math.max(0, begun() - ended() - broken());
  }

  public long skipped(SkipReason reason) {
    return adder(reason).sum();
  }

  private LongAdder adder(SkipReason reason) {
    LongAdder adder = skipped.get(reason);
    if (adder == null) {
      throw new AssertionError(reason);
    }
    return adder;
  }
}
