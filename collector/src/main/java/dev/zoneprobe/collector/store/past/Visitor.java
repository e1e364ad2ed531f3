// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.past;

import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;

/// Takes what is known of one minute, in any order; what is said of one subject or slice more than
/// once adds up.
public interface Visitor {
  /// Adds durations of one series; the histogram may be read until this returns and not be changed.
  void durations(ZoneSubject subject, Slice slice, LatencyHistogram durations);

  /// Adds what was counted of a subject.
  void counts(ZoneSubject subject, Counts counts);
}
