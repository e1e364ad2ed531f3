// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.node;

import dev.zoneprobe.measure.interval.LatencyHistogram;

/// What was seen of one node in one role in the last ten minutes.
///
/// @param durations of one phase, within 1.6 %, of both outcomes, without those of stalled sources;
///   the reader owns them
public record RoleSum(Counts counts, LatencyHistogram durations) {
  static RoleSum nothing() {
    return new RoleSum(Counts.NONE, new LatencyHistogram());
  }

  RoleSum plus(RoleSum more) {
    LatencyHistogram both = durations.copy();
    both.add(more.durations);
    return new RoleSum(counts.plus(more.counts), both);
  }

  /// How many attempts there were, in whichever outcome and state of the source.
  ///
  /// @param busy attempts whose source was busy; 0 in the role of a destination, as `stalled`
  public record Counts(long attempts, long failures, long busy, long stalled) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    /// Attempts whose source was neither busy nor stalled.
    public long calm() {
      return attempts - busy - stalled;
    }

    Counts plus(Counts more) {
      return new Counts(
          attempts + more.attempts,
          failures + more.failures,
          busy + more.busy,
          stalled + more.stalled);
    }
  }
}
