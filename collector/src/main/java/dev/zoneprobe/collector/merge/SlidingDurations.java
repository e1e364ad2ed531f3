// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Durations of the recent past: one histogram for each tenth of the window. Not thread-safe.
///
/// What it holds is between nine and ten tenths of the window old at most. A slot is numbered by
/// how many tenths of the window passed since 1970.
final class SlidingDurations {
  private static final int SLOTS = 10;

  private final NavigableMap<Long, LatencyHistogram> slots = new TreeMap<>();

  /// The slot that `moment` lies in.
  static long slot(Instant moment, Duration window) {
    return Math.floorDiv(moment.toEpochMilli(), window.toMillis() / SLOTS);
  }

  /// Whether `slot` is still in the window when `current` is the slot of the present.
  static boolean isRecent(long slot, long current) {
    return slot > current - SLOTS && slot <= current;
  }

  /// Adds durations that were cut in `slot`; those that are not recent are ignored.
  void add(LatencyHistogram durations, long slot, long current) {
    forget(current);
    if (isRecent(slot, current)) {
      slots.computeIfAbsent(slot, _ -> new LatencyHistogram()).add(durations);
    }
  }

  /// All durations in the window, as a new histogram.
  LatencyHistogram sum(long current) {
    forget(current);
    var sum = new LatencyHistogram();
    slots.values().forEach(sum::add);
    return sum;
  }

  /// Also forgets what lies in the future, if the clock was set back.
  private void forget(long current) {
    slots.keySet().removeIf(slot -> !isRecent(slot, current));
  }
}
