// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import java.time.Duration;
import java.util.List;

/// How snapshots are added up.
///
/// @param window how far back the durations reach that exact quantiles are computed from
/// @param schema of the native histograms
/// @param bounds of the classic histograms, in seconds, ascending
public record MergeSettings(Duration window, int schema, List<Double> bounds) {
  /// Copies the list.
  public MergeSettings {
    bounds = List.copyOf(bounds);
  }
}
