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
/// how many tenths of the window passed since 1970. The two newest are open; older ones, to which
/// hardly anything comes any more, are kept as the bytes of their encoding, which take a sixth of
/// the memory.
final class SlidingDurations {
  private static final int SLOTS = 10;
  private static final int OPEN_SLOTS = 2;

  private final NavigableMap<Long, LatencyHistogram> open = new TreeMap<>();
  private final NavigableMap<Long, PackedDurations> packed = new TreeMap<>();

  /// What was the slot of the present when old slots were packed last.
  private long packedAt = Long.MIN_VALUE;

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
    settle(current);
    if (isRecent(slot, current)) {
      open(slot).add(durations);
    }
  }

  private LatencyHistogram open(long slot) {
    PackedDurations earlier = packed.remove(slot);
    if (earlier != null) {
      open.put(slot, earlier.unpacked());
    }
    return open.computeIfAbsent(slot, _ -> new LatencyHistogram());
  }

  /// All durations in the window, as a new histogram.
  LatencyHistogram sum(long current) {
    settle(current);
    var sum = new LatencyHistogram();
    packed.values().forEach(slot -> sum.add(slot.unpacked()));
    open.values().forEach(sum::add);
    return sum;
  }

  /// When the present has come to another slot, forgets what is not recent, also what lies in the
  /// future if the clock was set back, and packs what is old.
  private void settle(long current) {
    if (current == packedAt) {
      return;
    }
    packedAt = current;
    packed.keySet().removeIf(slot -> !isRecent(slot, current));
    open.keySet().removeIf(slot -> !isRecent(slot, current));
    NavigableMap<Long, LatencyHistogram> old = open.headMap(current - OPEN_SLOTS, true);
    old.forEach((slot, durations) -> packed.put(slot, PackedDurations.of(durations)));
    old.clear();
  }
}
