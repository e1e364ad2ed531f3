// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Snapshots as an honest agent cuts them.
public final class Snapshots {
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  public static final Subject PEER_IN_B =
      new Subject("zone-b", Subject.PEER, Protocol.TCP, Subject.Owner.NONE);
  public static final Slice TOTAL = slice(Outcome.Kind.SUCCESS, SourceState.CALM);

  private Snapshots() {}

  public static Slice slice(Outcome.Kind outcome, SourceState state) {
    return new Slice(Phase.TOTAL, Connection.NEW, outcome, state);
  }

  public static IntervalSnapshot.Source source(String node) {
    return new IntervalSnapshot.Source(node, "zone-a", "boot-1");
  }

  public static IntervalSnapshot.Span span(long first, long last) {
    return new IntervalSnapshot.Span(first, last, NOW.minusSeconds(10), NOW);
  }

  public static LatencyHistogram durations(long... nanos) {
    var histogram = new LatencyHistogram();
    for (long one : nanos) {
      histogram.record(one);
    }
    return histogram;
  }

  /// Attempts on a peer in zone b that succeeded, and how long they took.
  public static SubjectInterval succeeded(long... totalNanos) {
    return interval(PEER_IN_B, TOTAL, totalNanos);
  }

  public static SubjectInterval interval(Subject subject, Slice slice, long... totalNanos) {
    long slowest = Arrays.stream(totalNanos).max().orElseThrow();
    Attempt told = attempt(subject, slice, slowest);
    Exemplar exemplar = Exemplar.of(told, slowest);
    boolean succeeded = slice.outcome() == Outcome.Kind.SUCCESS;
    Counts counts =
        succeeded
            ? new Counts(totalNanos.length, Map.of(), Map.of(), Retransmits.NONE)
            : new Counts(
                0,
                Map.of(Failure.CONNECT_TIMEOUT, (long) totalNanos.length),
                Map.of(),
                Retransmits.NONE);
    return new SubjectInterval(
        subject,
        counts,
        Map.of(slice, new SubjectInterval.Series(durations(totalNanos), Optional.of(exemplar))),
        List.of(told));
  }

  /// An attempt whose id is its length.
  public static Attempt attempt(Subject subject, Slice slice, long totalNanos) {
    Outcome outcome =
        slice.outcome() == Outcome.Kind.SUCCESS
            ? new Outcome.Success()
            : new Outcome.Failed(Failure.CONNECT_TIMEOUT, Phase.TCP_CONNECT);
    return new Attempt(
        totalNanos,
        subject,
        new Attempt.Circumstances(
            NOW, slice.connection(), slice.sourceState(), Optional.of("node-b")),
        outcome,
        Map.of(Phase.TOTAL, totalNanos, Phase.LATE, 0L, Phase.RESPONSE, totalNanos),
        Trace.NOTHING);
  }

  public static IntervalSnapshot snapshot(
      String node, IntervalSnapshot.Span span, SubjectInterval... subjects) {
    return new IntervalSnapshot(source(node), span, List.of(subjects));
  }

  /// Lets `matrix` take all that `snapshot` holds, as it does when that has become durable.
  public static void merge(ZoneMatrix matrix, IntervalSnapshot snapshot) {
    matrix.add(snapshot.source().zone(), snapshot.subjects(), snapshot.span().to());
    matrix.note(snapshot);
  }
}
