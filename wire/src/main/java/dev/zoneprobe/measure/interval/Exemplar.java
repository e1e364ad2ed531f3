// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Attempt;
import java.time.Instant;
import java.util.Optional;

/// One attempt that stands for a histogram: its slowest, or one that is almost as slow.
public record Exemplar(long nanos, Instant at, long attemptId, Optional<String> destinationNode) {
  /// What `attempt` took `nanos` for.
  public static Exemplar of(Attempt attempt, long nanos) {
    return new Exemplar(
        nanos,
        attempt.circumstances().begun(),
        attempt.id(),
        attempt.circumstances().destinationNode());
  }

  /// The slower of two; the first if they are equal.
  public static Exemplar slower(Exemplar a, Exemplar b) {
    return b.nanos > a.nanos ? b : a;
  }
}
