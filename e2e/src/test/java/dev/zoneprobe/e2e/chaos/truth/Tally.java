// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.truth;

import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often what happened, series by series as a collector exposes them; sums of durations are in
/// nanoseconds. What did not happen is not in it.
public record Tally(SortedMap<Series, Long> counts) {
  static final String ATTEMPTS = "zoneprobe_attempts_total";
  static final String SKIPPED = "zoneprobe_attempts_skipped_total";
  static final String SYNS = "zoneprobe_tcp_syn_retransmits_total";
  static final String SEGMENTS = "zoneprobe_tcp_segment_retransmits_total";
  static final String DURATIONS = "zoneprobe_duration_seconds_count";
  static final String DURATION_SUMS = "zoneprobe_duration_seconds_sum";
  private static final Set<String> NAMES =
      Set.of(ATTEMPTS, SKIPPED, SYNS, SEGMENTS, DURATIONS, DURATION_SUMS);

  /// Copies the counts.
  public Tally {
    SortedMap<Series, Long> happened = new TreeMap<>(counts);
    happened.values().removeIf(count -> count == 0);
    counts = Collections.unmodifiableSortedMap(happened);
  }

  /// Nothing.
  public static Tally nothing() {
    return new Tally(new TreeMap<>());
  }

  /// What snapshots hold, each of them once.
  public static Tally of(Collection<IntervalSnapshot> snapshots) {
    SnapshotTally tally = new SnapshotTally();
    snapshots.forEach(tally::add);
    return tally.sum();
  }

  /// What a collector exposes.
  public static Tally of(Scrape scrape) {
    SortedMap<Series, Long> counts = new TreeMap<>();
    scrape.samples().stream()
        .filter(sample -> NAMES.contains(sample.name()))
        .forEach(sample -> {
          double unit = sample.name().equals(DURATION_SUMS) ? 1e9 : 1;
          counts.put(Series.of(sample.name(), sample.labels()), Math.round(sample.value() * unit));
        });
    return new Tally(counts);
  }

  /// Both together.
  public Tally plus(Tally other) {
    SortedMap<Series, Long> sum = new TreeMap<>(counts);
    other.counts.forEach((series, count) -> sum.merge(series, count, Math::addExact));
    return new Tally(sum);
  }

  long count(Series series) {
    return counts.getOrDefault(series, 0L);
  }

  /// Everything of this name with these labels.
  long sum(String name, Map<String, String> labels) {
    return counts.entrySet().stream()
        .filter(one -> one.getKey().name().equals(name))
        .filter(one -> one.getKey().labels().entrySet().containsAll(labels.entrySet()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// All attempts that ended.
  public long attempts() {
    return sum(ATTEMPTS, Map.of());
  }
}
