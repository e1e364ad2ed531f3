// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.past;

import dev.zoneprobe.collector.store.table.Sum;
import dev.zoneprobe.collector.store.table.SumTable;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What many agents did in one minute, as snapshots of nobody: one for each source zone.
public final class MergedMinute {
  private static final String MERGED = "merged"; // in place of a node and a boot

  private MergedMinute() {}

  /// Snapshots of `sums`, which share their histograms.
  ///
  /// @param minute Unix time divided by 60 seconds
  public static List<IntervalSnapshot> snapshots(long minute, Map<ZoneSubject, Sum> sums) {
    Map<String, List<SubjectInterval>> zones = new TreeMap<>();
    sums.forEach((subject, sum) ->
        zones.computeIfAbsent(subject.sourceZone(), _ -> new ArrayList<>()).add(sum.of(subject)));
    Instant begin = Instant.ofEpochSecond(60 * minute);
    Span span = new Span(1, 1, begin, begin.plusSeconds(59));
    return zones.entrySet().stream()
        .map(zone ->
            new IntervalSnapshot(new Source(MERGED, zone.getKey(), MERGED), span, zone.getValue()))
        .toList();
  }

  /// The minute that a snapshot made here is of.
  public static long of(IntervalSnapshot snapshot) {
    return SumTable.minute(snapshot.span().from());
  }
}
