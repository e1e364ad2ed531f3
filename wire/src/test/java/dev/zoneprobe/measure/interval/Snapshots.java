// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import dev.zoneprobe.measure.trace.Retransmits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Snapshots made from attempts in the most obvious way, and what they hold as comparable values.
public final class Snapshots {
  public static final Source SOURCE = new Source("node-a", "zone-a", "boot-1");

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Snapshots() {}

  /// One cell's middle and its count, for each cell; and what else a series holds.
  public record SeriesContent(
      NavigableMap<Long, Long> cells, long sumNanos, Optional<Exemplar> exemplar) {}

  /// A subject's counts and series, and the attempts that are told whole.
  public record SubjectContent(
      Counts counts, Map<Slice, SeriesContent> series, List<Attempt> attempts) {}

  /// The 10 s of cut number `sequence`, in which `attempts` ended.
  public static IntervalSnapshot cut(long sequence, List<Attempt> attempts) {
    Span span = new Span(sequence, sequence, at(sequence - 1), at(sequence));
    Map<Subject, List<Attempt>> bySubject = new HashMap<>();
    attempts.forEach(attempt ->
        bySubject.computeIfAbsent(attempt.subject(), _ -> new ArrayList<>()).add(attempt));
    List<SubjectInterval> subjects = new ArrayList<>();
    bySubject.forEach((subject, its) -> {
      subjects.add(SubjectInterval.telling(subject, counts(its), series(its), its));
    });
    return new IntervalSnapshot(SOURCE, span, subjects, peers(attempts))
        .telling(condition(sequence));
  }

  /// Another one for each cut.
  public static Condition condition(long sequence) {
    return new Condition(
        "1.2." + sequence, sequence, 9 % sequence, sequence / 4, new Noise(3 * sequence, sequence));
  }

  private static List<PeerInterval> peers(List<Attempt> attempts) {
    Map<String, List<Attempt>> byNode = new HashMap<>();
    for (Attempt attempt : attempts) {
      attempt
          .circumstances()
          .destinationNode()
          .ifPresent(node -> byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(attempt));
    }
    return byNode.entrySet().stream().map(entry -> peer(entry.getKey(), entry.getValue())).toList();
  }

  private static PeerInterval peer(String node, List<Attempt> attempts) {
    long successes =
        attempts.stream()
            .filter(attempt -> attempt.outcome().kind() == Outcome.Kind.SUCCESS)
            .count();
    return new PeerInterval(
        node,
        attempts.getLast().subject().destinationZone(),
        successes,
        attempts.size() - successes,
        unstalled(attempts, Phase.TCP_CONNECT),
        unstalled(attempts, Phase.ROUND_TRIP));
  }

  private static LatencyHistogram unstalled(List<Attempt> attempts, Phase phase) {
    LatencyHistogram histogram = new LatencyHistogram();
    attempts.stream()
        .filter(attempt -> attempt.circumstances().sourceState() != SourceState.STALLED)
        .flatMap(attempt -> Optional.ofNullable(attempt.phaseNanos().get(phase)).stream())
        .forEach(histogram::record);
    return histogram;
  }

  /// What was seen of one peer.
  public record PeerContent(
      String zone,
      long successes,
      long failures,
      SeriesContent connects,
      SeriesContent roundTrips) {}

  /// What `snapshot` holds of peers, by their nodes.
  public static Map<String, PeerContent> peers(IntervalSnapshot snapshot) {
    return snapshot.peers().stream()
        .collect(
            toMap(
                PeerInterval::node,
                peer ->
                    new PeerContent(
                        peer.zone(),
                        peer.successes(),
                        peer.failures(),
                        content(new Series(peer.connects(), Optional.empty())),
                        content(new Series(peer.roundTrips(), Optional.empty())))));
  }

  /// What `snapshot` holds, by subject.
  public static Map<Subject, SubjectContent> content(IntervalSnapshot snapshot) {
    return snapshot.subjects().stream()
        .collect(
            toMap(
                SubjectInterval::subject,
                subject ->
                    new SubjectContent(
                        subject.counts(),
                        subject.series().entrySet().stream()
                            .collect(toMap(Map.Entry::getKey, e -> content(e.getValue()))),
                        subject.attempts())));
  }

  private static SeriesContent content(Series series) {
    NavigableMap<Long, Long> cells = new TreeMap<>();
    series
        .histogram()
        .forEachCell((cell, count) -> cells.put(LatencyHistogram.middleNanos(cell), count));
    return new SeriesContent(cells, series.histogram().sumNanos(), series.exemplar());
  }

  private static Instant at(long sequence) {
    return START.plusSeconds(10 * sequence);
  }

  private static Counts counts(List<Attempt> attempts) {
    Map<Outcome, Long> failed =
        attempts.stream()
            .map(Attempt::outcome)
            .filter(outcome -> outcome.kind() == Outcome.Kind.FAILURE)
            .collect(groupingBy(outcome -> outcome, counting()));
    Counts counts =
        new Counts(
            attempts.size() - failed.values().stream().mapToLong(Long::longValue).sum(),
            Map.of(),
            Map.of(SkipReason.IN_FLIGHT_LIMIT, (long) attempts.size()),
            attempts.stream()
                .map(attempt -> attempt.trace().retransmits())
                .reduce(Retransmits.NONE, Retransmits::plus));
    for (Map.Entry<Outcome, Long> entry : failed.entrySet()) {
      if (entry.getKey() instanceof Outcome.Failed(var reason, _)) {
        counts =
            counts.plus(
                new Counts(0, Map.of(reason, entry.getValue()), Map.of(), Retransmits.NONE));
      }
    }
    return counts;
  }

  private static Map<Slice, Series> series(List<Attempt> attempts) {
    Map<Slice, Series> series = new HashMap<>();
    for (Attempt attempt : attempts) {
      Attempt.Circumstances around = attempt.circumstances();
      attempt
          .phaseNanos()
          .forEach((phase, nanos) -> {
            Slice slice =
                new Slice(
                    phase, around.connection(), attempt.outcome().kind(), around.sourceState());
            Exemplar exemplar =
                new Exemplar(nanos, around.begun(), attempt.id(), around.destinationNode());
            series.compute(slice, (_, before) -> with(before, nanos, exemplar));
          });
    }
    return series;
  }

  private static Series with(@Nullable Series before, long nanos, Exemplar exemplar) {
    if (before == null) {
      LatencyHistogram histogram = new LatencyHistogram();
      histogram.record(nanos);
      return new Series(histogram, Optional.of(exemplar));
    }
    before.histogram().record(nanos);
    return new Series(
        before.histogram(), before.exemplar().map(slowest -> Exemplar.slower(slowest, exemplar)));
  }
}
