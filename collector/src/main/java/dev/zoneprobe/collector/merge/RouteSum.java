// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.merge;

import dev.zoneprobe.collector.merge.bucket.CellBuckets;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// One route: its sums since the store began, and its recent durations. Not thread-safe.
final class RouteSum {
  private final CellBuckets buckets;
  private final Map<Slice, SeriesSum> series = new HashMap<>();
  private final Map<Recent, SlidingDurations> recent = new HashMap<>();
  private Counts counts = Counts.NONE;

  RouteSum(CellBuckets buckets) {
    this.buckets = buckets;
  }

  /// Which durations are looked at together: all outcomes, and every source state but `stalled`.
  record Recent(Phase phase, Connection connection) {}

  /// Takes the exemplars alone, for series that it has.
  void exemplify(SubjectInterval interval, String sourceNode, Instant now) {
    interval
        .series()
        .forEach((slice, one) ->
            one.exemplar()
                .map(exemplar -> NodeExemplar.of(sourceNode, exemplar, now))
                .ifPresent(exemplar -> exemplify(slice, exemplar)));
  }

  private void exemplify(Slice slice, NodeExemplar exemplar) {
    SeriesSum sum = series.get(slice);
    if (sum != null) {
      sum.add(exemplar);
    }
  }

  /// Adds to the sums alone.
  void addTotals(SubjectInterval interval) {
    counts = counts.plus(interval.counts());
    interval
        .series()
        .forEach((slice, more) ->
            series.computeIfAbsent(slice, _ -> new SeriesSum(buckets)).add(more.histogram()));
  }

  /// Adds to what is recent alone.
  void addRecent(SubjectInterval interval, long slot, long currentSlot) {
    interval
        .series()
        .forEach((slice, more) -> {
          if (series.containsKey(slice) && slice.sourceState() != SourceState.STALLED) {
            recent
                .computeIfAbsent(
                    new Recent(slice.phase(), slice.connection()), _ -> new SlidingDurations())
                .add(more.histogram(), slot, currentSlot);
          }
        });
  }

  Stream<NodeExemplar> exemplars() {
    return series.values().stream().flatMap(SeriesSum::exemplars);
  }

  RouteTotals totals(Route route) {
    Map<Slice, RouteTotals.Series> totals = new HashMap<>();
    series.forEach((slice, sum) -> totals.put(slice, sum.totals()));
    return new RouteTotals(route, counts, totals);
  }

  void forEachRecent(long currentSlot, BiConsumer<Recent, LatencyHistogram> durations) {
    recent.forEach((what, sliding) -> durations.accept(what, sliding.sum(currentSlot)));
  }
}
