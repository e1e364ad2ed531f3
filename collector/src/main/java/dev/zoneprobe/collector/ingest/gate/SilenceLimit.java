// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.gate;

import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import java.time.Duration;

/// How long an agent may be silent until it counts as gone: six of its own reports, so that one
/// that is late does not make it disappear.
final class SilenceLimit {
  /// At least as long, which is six reports at the default interval; also where it is not known how
  /// often an agent reports.
  static final Duration LEAST = Duration.ofSeconds(60);

  /// Six reports at the longest interval that an agent may have.
  private static final Duration MOST = Duration.ofMinutes(30);

  private static final int REPORTS = 6;

  private SilenceLimit() {}

  /// What an agent is granted whose last report covers `span`; it may hold several cuts.
  static Duration after(Span span) {
    Duration covered = Duration.between(span.from(), span.to());
    long cuts = span.lastSequence() - span.firstSequence() + 1;
    Duration granted = covered.multipliedBy(REPORTS).dividedBy(cuts);
    Duration bounded = granted.compareTo(MOST) > 0 ? MOST : granted;
    return bounded.compareTo(LEAST) < 0 ? LEAST : bounded;
  }
}
