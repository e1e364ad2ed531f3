// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import dev.zoneprobe.collector.store.past.HistorySelection;
import dev.zoneprobe.collector.store.past.MergedMinute;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.Sum;
import dev.zoneprobe.collector.store.table.SumTable;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Snapshots of many agents, added up by minute and by what they are about. Not thread-safe.
final class MinuteSums {
  private final Map<Long, Map<ZoneSubject, Sum>> minutes = new TreeMap<>();
  private long bytes;

  /// Adds everything that `snapshot` holds to the minute in which it ended, which is not later than
  /// `now`, whatever its agent's clock says. All minutes before `oldest` are one, because no
  /// history is kept of them.
  void add(IntervalSnapshot snapshot, Instant now, long oldest) {
    Instant end = snapshot.span().to().isAfter(now) ? now : snapshot.span().to();
    long ended = SumTable.minute(end);
    long minute = ended < oldest ? SumTable.ALL_TIME : ended;
    for (SubjectInterval interval : snapshot.subjects()) {
      ZoneSubject subject = new ZoneSubject(snapshot.source().zone(), interval.subject());
      add(minute, subject, sum -> sum.add(interval));
    }
  }

  private void add(long minute, ZoneSubject subject, Consumer<Sum> more) {
    Map<ZoneSubject, Sum> sums = minutes.computeIfAbsent(minute, _ -> new HashMap<>());
    Sum known = sums.get(subject);
    Sum sum = known == null ? new Sum() : known;
    long before = known == null ? 0 : sum.bytes();
    more.accept(sum);
    sums.put(subject, sum);
    bytes += sum.bytes() - before;
  }

  /// Adds everything that `other` holds.
  void add(MinuteSums other) {
    for (Entry entry : other.entries()) {
      add(entry.minute(), entry.subject(), sum -> sum.add(entry.sum()));
    }
  }

  /// The same as snapshots, one for each minute and source zone; they share the histograms.
  List<IntervalSnapshot> snapshots() {
    return minutes.entrySet().stream()
        .flatMap(minute -> MergedMinute.snapshots(minute.getKey(), minute.getValue()).stream())
        .toList();
  }

  /// Tells `visitor` what is wanted of one minute.
  void read(long minute, HistorySelection wanted, Visitor visitor) {
    minutes
        .getOrDefault(minute, Map.of())
        .forEach((subject, sum) -> {
          if (wanted.subjects().test(subject)) {
            visitor.counts(subject, sum.counts());
            sum.durations()
                .forEach((slice, durations) -> {
                  if (wanted.slices().test(slice)) {
                    visitor.durations(subject, slice, durations);
                  }
                });
          }
        });
  }

  /// About how many bytes of memory it takes.
  long bytes() {
    return bytes;
  }

  /// What one subject did in one minute.
  record Entry(long minute, ZoneSubject subject, Sum sum) {}

  /// All that was added, in the order of the minutes; the entries share the sums.
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    minutes.forEach((minute, sums) ->
        sums.forEach((subject, sum) -> entries.add(new Entry(minute, subject, sum))));
    return entries;
  }
}
