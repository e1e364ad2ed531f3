// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Adds up what it is told, by a key that each subject has. Not thread-safe.
public final class Grouping<K> implements Visitor {
  private final Function<ZoneSubject, K> key;
  private final Map<K, Part> parts = new HashMap<>();

  public Grouping(Function<ZoneSubject, K> key) {
    this.key = key;
  }

  /// The sums of one key. Not thread-safe.
  public static final class Part {
    private final LatencyHistogram durations = new LatencyHistogram();
    private Counts counts = Counts.NONE;

    /// All durations that were told.
    public LatencyHistogram durations() {
      return durations;
    }

    /// All counts that were told.
    public Counts counts() {
      return counts;
    }
  }

  @Override
  public void durations(ZoneSubject subject, Slice slice, LatencyHistogram durations) {
    part(subject).durations.add(durations);
  }

  @Override
  public void counts(ZoneSubject subject, Counts counts) {
    Part part = part(subject);
    part.counts = part.counts.plus(counts);
  }

  private Part part(ZoneSubject subject) {
    return parts.computeIfAbsent(key.apply(subject), _ -> new Part());
  }

  /// The sums of `one`, empty if nothing was told of it.
  public Part part(K one) {
    return parts.getOrDefault(one, new Part());
  }

  /// The sums by key.
  public Map<K, Part> parts() {
    return parts;
  }
}
