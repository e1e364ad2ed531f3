// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Attempt;
import java.time.Instant;
import java.util.Optional;

/// One attempt that stands for a histogram: the slowest by `total`, or the slowest in the
/// histogram's own phase if that was much slower there (decision 0019); of merged intervals, the
/// slower of their two.
///
/// @param nanos what it took in the histogram's phase
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
