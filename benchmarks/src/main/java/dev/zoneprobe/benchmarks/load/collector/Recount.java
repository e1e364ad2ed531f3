// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.collector;

import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import java.util.Map;

/// Whether a collector has counted each sample that it acknowledged, once: series by series,
/// because every series of every snapshot has equally many.
///
/// @param acknowledged samples in snapshots that have their receipt
/// @param lost of these, how many its counters lack
/// @param doubled how many its counters have too many
/// @param series how many series of these zones it has
public record Recount(long acknowledged, long lost, long doubled, long series) {

  /// Compares.
  ///
  /// @param acknowledgedByZone snapshots that have their receipt, by source zone
  public static Recount of(
      Map<String, Long> acknowledgedByZone,
      SnapshotPress.Content content,
      SeriesCounts before,
      SeriesCounts after) {
    Map<String, Map<String, Long>> counted = after.byZoneSince(before);
    long acknowledged = 0;
    long lost = 0;
    long doubled = 0;
    long series = 0;
    for (Map.Entry<String, Long> zone : acknowledgedByZone.entrySet()) {
      Map<String, Long> found = counted.getOrDefault(zone.getKey(), Map.of());
      long expected = zone.getValue() * content.samplesInEach();
      acknowledged += expected * content.series();
      lost += expected * Math.max(0, content.series() - found.size());
      lost += found.values().stream().mapToLong(count -> Math.max(0, expected - count)).sum();
      doubled += found.values().stream().mapToLong(count -> Math.max(0, count - expected)).sum();
      series += found.size();
    }
    return new Recount(acknowledged, lost, doubled, series);
  }

  /// Whether nothing is missing and nothing too many.
  public boolean isExact() {
    return lost == 0 && doubled == 0;
  }
}
