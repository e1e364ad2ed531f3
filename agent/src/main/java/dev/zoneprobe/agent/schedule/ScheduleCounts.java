// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.schedule;

import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.SkipReason;
import java.util.concurrent.atomic.LongAdder;

/// What became of all due moments since the agent started. Thread-safe.
///
/// Key relationships, at any moment at which nothing moves:
///
/// - due moments = attempts begun + skipped
/// - attempts begun = ended in success + in failure + broken + in flight
///
/// `broken` counts attempts that ended in a defect of ours instead of an outcome; alert on any.
public final class ScheduleCounts {
  private final LongAdder due = new LongAdder();
  private final LongAdder begun = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final LongAdder skippedForWantOfPlaces = new LongAdder();
  private final LongAdder skippedForStopping = new LongAdder();

  ScheduleCounts() {}

  void begins() {
    due.increment();
    begun.increment();
  }

  void ends(Outcome.Kind outcome) {
    adder(outcome).increment();
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

  public long ended(Outcome.Kind outcome) {
    return adder(outcome).sum();
  }

  public long ended() {
    return succeeded.sum() + failed.sum();
  }

  private LongAdder adder(Outcome.Kind outcome) {
    return switch (outcome) {
      case SUCCESS -> succeeded;
      case FAILURE -> failed;
    };
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
    return switch (reason) {
      case IN_FLIGHT_LIMIT -> skippedForWantOfPlaces;
      case STOPPING -> skippedForStopping;
    };
  }
}
