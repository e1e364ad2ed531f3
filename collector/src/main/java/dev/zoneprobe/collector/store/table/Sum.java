// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Counts and durations of one subject, added up. Not thread-safe.
public final class Sum {
  /// About what it takes without any durations, and what each slice takes beside its histogram.
  private static final long EMPTY_BYTES = 300;

  private static final long SLICE_BYTES = 80;

  private final Map<Slice, LatencyHistogram> durations = new HashMap<>();
  private Counts counts = Counts.NONE;
  private long bytes = EMPTY_BYTES;

  /// Adds what happened in one interval; keeps nothing of it.
  public void add(SubjectInterval interval) {
    counts = counts.plus(interval.counts());
    interval.series().forEach((slice, series) -> add(slice, series.histogram()));
  }

  /// Adds everything that `other` holds.
  public void add(Sum other) {
    counts = counts.plus(other.counts);
    other.durations.forEach(this::add);
  }

  /// Adds what was counted.
  public void add(Counts more) {
    counts = counts.plus(more);
  }

  /// Adds durations of one slice; keeps nothing of them.
  public void add(Slice slice, LatencyHistogram more) {
    LatencyHistogram known = durations.get(slice);
    if (known == null) {
      LatencyHistogram first = more.copy();
      durations.put(slice, first);
      bytes += SLICE_BYTES + first.bytes();
    } else {
      bytes -= known.bytes();
      known.add(more);
      bytes += known.bytes();
    }
  }

  /// About how many bytes of memory it takes.
  public long bytes() {
    return bytes;
  }

  /// What was counted.
  public Counts counts() {
    return counts;
  }

  /// Its histograms themselves, by slice.
  public Map<Slice, LatencyHistogram> durations() {
    return durations;
  }

  /// The same as an interval of `subject`; it shares the histograms.
  public SubjectInterval of(ZoneSubject subject) {
    Map<Slice, SubjectInterval.Series> series = new HashMap<>();
    durations.forEach((slice, histogram) ->
        series.put(slice, new SubjectInterval.Series(histogram, Optional.empty())));
    return new SubjectInterval(subject.subject(), counts, series);
  }
}
