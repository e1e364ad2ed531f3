// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.truth;

import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Adds snapshots up as `docs/metrics.md` says, without the collector's code. Not thread-safe.
final class SnapshotTally {
  private final SortedMap<Series, Long> counts = new TreeMap<>();

  Tally sum() {
    return new Tally(counts);
  }

  void add(IntervalSnapshot snapshot) {
    String zone = snapshot.source().zone();
    for (SubjectInterval interval : snapshot.subjects()) {
      addCounts(zone, interval.subject(), interval.counts());
      interval
          .series()
          .forEach((slice, series) ->
              addDurations(route(zone, interval.subject()), slice, series.histogram()));
    }
  }

  private void addCounts(String zone, Subject subject, Counts ended) {
    Map<String, String> route = route(zone, subject);
    add(
        Tally.ATTEMPTS,
        with(route, Map.of("outcome", "success", "reason", "none")),
        ended.successes());
    ended
        .failures()
        .forEach((why, count) ->
            add(
                Tally.ATTEMPTS,
                with(route, Map.of("outcome", "failure", "reason", why.label())),
                count));
    ended
        .skipped()
        .forEach((why, count) ->
            add(
                Tally.SKIPPED,
                with(without(route, "destination_zone"), Map.of("reason", why.label())),
                count));
    Map<String, String> pair = without(route, "protocol");
    add(Tally.SYNS, pair, ended.retransmits().syns());
    add(Tally.SEGMENTS, pair, ended.retransmits().segments());
  }

  private void addDurations(Map<String, String> route, Slice slice, LatencyHistogram durations) {
    Map<String, String> labels =
        with(
            route,
            Map.of(
                "phase", slice.phase().label(),
                "connection", slice.connection().label(),
                "outcome", slice.outcome().label(),
                "source_state", slice.sourceState().label()));
    add(Tally.DURATIONS, labels, durations.count());
    add(Tally.DURATION_SUMS, labels, durations.sumNanos());
  }

  private void add(String name, Map<String, String> labels, long count) {
    counts.merge(Series.of(name, labels), count, Math::addExact);
  }

  private static Map<String, String> route(String zone, Subject subject) {
    return Map.of(
        "source_zone", zone,
        "destination_zone", subject.destinationZone(),
        "target", subject.target(),
        "protocol", subject.protocol().label());
  }

  private static Map<String, String> with(Map<String, String> labels, Map<String, String> more) {
    Map<String, String> both = new TreeMap<>(labels);
    both.putAll(more);
    return both;
  }

  private static Map<String, String> without(Map<String, String> labels, String name) {
    Map<String, String> fewer = new TreeMap<>(labels);
    fewer.remove(name);
    return fewer;
  }
}
