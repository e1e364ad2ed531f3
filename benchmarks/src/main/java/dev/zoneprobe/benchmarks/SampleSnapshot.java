// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.trace.Retransmits;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The snapshot of a busy agent: 20 targets, each with its 10 phases, 60 samples a histogram.
final class SampleSnapshot {
  static final int SAMPLES = 60;

  private static final int TARGETS = 20;

  private SampleSnapshot() {}

  static IntervalSnapshot create() {
    SplittableRandom random = new SplittableRandom(1);
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    return new IntervalSnapshot(
        new Source("node-a", "zone-a", "boot-1"),
        new Span(1, 1, from, from.plusSeconds(10)),
        IntStream.range(0, TARGETS).mapToObj(target -> interval(random, target)).toList());
  }

  /// Durations around 5 ms, as a network between two zones has them: a long tail to the right.
  static List<Long> durations(SplittableRandom random) {
    return random.doubles(SAMPLES).mapToObj(draw -> (long) (4e6 - 1e6 * Math.log(draw))).toList();
  }

  private static SubjectInterval interval(SplittableRandom random, int target) {
    Map<Slice, Series> series = new HashMap<>();
    for (Phase phase : Phase.values()) {
      LatencyHistogram histogram = new LatencyHistogram();
      durations(random).forEach(histogram::record);
      series.put(
          new Slice(phase, Connection.NEW, Outcome.Kind.SUCCESS, SourceState.CALM),
          new Series(histogram, Optional.empty()));
    }
    return new SubjectInterval(
        new Subject("zone-b", "target-" + target, Protocol.HTTP, Subject.Owner.NONE),
        new Counts(SAMPLES, Map.of(), Map.of(), Retransmits.NONE),
        series);
  }
}
