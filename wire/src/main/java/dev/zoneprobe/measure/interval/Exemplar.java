// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import java.time.Instant;
import java.util.Optional;

/// One attempt that stands for a histogram: its slowest.
public record Exemplar(long nanos, Instant at, long attemptId, Optional<String> destinationNode) {
  /// The slower of two; the first if they are equal.
  public static Exemplar slower(Exemplar a, Exemplar b) {
    return b.nanos > a.nanos ? b : a;
  }
}
