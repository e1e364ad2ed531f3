// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.plausibility;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// Tells whether an honest agent could have cut a snapshot.
///
/// The bounds are generous, because what is refused here is lost: they keep a broken or hostile
/// agent from drowning the others' samples and from claiming all of history, no more.
public final class Plausibility {
  /// More attempts than any agent can make, of one subject in one second, on average.
  public static final long ATTEMPTS_PER_SECOND = 10_000;

  /// Added to every span: a clock that is set may make a busy interval look short.
  public static final Duration SLACK = Duration.ofMinutes(1);

  /// The longest outage that an agent's merged snapshots tell about at once.
  public static final Duration LONGEST_SPAN = Duration.ofDays(31);

  private static final long RETRANSMITS_PER_ATTEMPT = 100;

  private Plausibility() {}

  /// Whether no outage that a snapshot tells about takes so long: a clock was set.
  public static boolean isTooLong(Span span) {
    return span.from().plus(LONGEST_SPAN).isBefore(span.to());
  }

  /// Lets a plausible snapshot pass.
  ///
  /// @throws InvalidFrameException saying what is not plausible
  public static void check(IntervalSnapshot snapshot) throws InvalidFrameException {
    Span span = snapshot.span();
    if (isTooLong(span)) {
      throw new InvalidFrameException(
          Reason.INVALID_SPAN,
          "span from " + span.from() + " to " + span.to() + ", the longest is 31 days");
    }
    long most = (length(span).plus(SLACK).toMillis() * ATTEMPTS_PER_SECOND) / 1_000;
    for (SubjectInterval interval : snapshot.subjects()) {
      checkAgreement(interval);
      checkAmount(interval, most);
      checkMoments(interval, span);
      for (Series series : interval.series().values()) {
        checkExemplar(series);
      }
    }
    checkPeers(snapshot);
  }

  /// Each attempt on a peer is one on the target that stands for all of them.
  private static void checkPeers(IntervalSnapshot snapshot) throws InvalidFrameException {
    long ofPeers = snapshot.peers().stream().mapToLong(PeerInterval::attempts).sum();
    long ofTarget =
        snapshot.subjects().stream()
            .filter(interval -> interval.subject().target().equals(Subject.PEER))
            .mapToLong(interval -> interval.counts().ended())
            .sum();
    if (ofPeers > ofTarget) {
      throw new InvalidFrameException(
          Reason.INVALID_COUNTS,
          "%d attempts on peers by node, %d altogether".formatted(ofPeers, ofTarget));
    }
  }

  private static Duration length(Span span) {
    return Duration.between(span.from(), span.to());
  }

  /// Each ended attempt has exactly one `total`.
  private static void checkAgreement(SubjectInterval interval) throws InvalidFrameException {
    EnumMap<Outcome.Kind, Long> totals = new EnumMap<>(Outcome.Kind.class);
    for (Map.Entry<Slice, Series> one : interval.series().entrySet()) {
      if (one.getKey().phase() == Phase.TOTAL) {
        totals.merge(one.getKey().outcome(), one.getValue().histogram().count(), Long::sum);
      }
    }
    long succeeded = totals.getOrDefault(Outcome.Kind.SUCCESS, 0L);
    long failed = totals.getOrDefault(Outcome.Kind.FAILURE, 0L);
    Counts counts = interval.counts();
    if (succeeded != counts.successes() || failed != counts.failed()) {
      throw new InvalidFrameException(
          Reason.INVALID_COUNTS, "counts of attempts and their histograms do not agree");
    }
  }

  private static void checkAmount(SubjectInterval interval, long most)
      throws InvalidFrameException {
    Counts counts = interval.counts();
    long skipped = counts.skipped().values().stream().mapToLong(Long::longValue).sum();
    long samples =
        interval.series().values().stream()
            .mapToLong(series -> series.histogram().count())
            .max()
            .orElse(0);
    long retransmits = Math.max(counts.retransmits().syns(), counts.retransmits().segments());
    long claimed =
        Math.max(
            Math.max(counts.ended(), skipped),
            Math.max(samples, retransmits / RETRANSMITS_PER_ATTEMPT));
    if (claimed > most) {
      throw new InvalidFrameException(
          Reason.IMPLAUSIBLE,
          "%d attempts on one target, at most %d are plausible in that time"
              .formatted(claimed, most));
    }
  }

  private static void checkMoments(SubjectInterval interval, Span span)
      throws InvalidFrameException {
    for (Attempt attempt : interval.attempts()) {
      if (!isNear(attempt, span)) {
        throw new InvalidFrameException(
            Reason.INVALID_ATTEMPT,
            "attempt begun at "
                + attempt.circumstances().begun()
                + ", far outside of its interval");
      }
    }
  }

  private static boolean isNear(Attempt attempt, Span span) {
    Instant begun = attempt.circumstances().begun();
    return !begun.isBefore(span.from().minus(LONGEST_SPAN))
        && !begun.isAfter(span.to().plus(LONGEST_SPAN));
  }

  /// The snapshot without those of the attempts that are told whole that began far outside of it,
  /// because the clock was set meanwhile: they would take its sound numbers with them.
  public static IntervalSnapshot withNearAttempts(IntervalSnapshot snapshot) {
    return new IntervalSnapshot(
        snapshot.source(),
        snapshot.span(),
        snapshot.subjects().stream().map(one -> near(one, snapshot.span())).toList(),
        snapshot.peers(),
        snapshot.condition());
  }

  private static SubjectInterval near(SubjectInterval interval, Span span) {
    return new SubjectInterval(
        interval.subject(),
        interval.counts(),
        interval.series(),
        interval.attempts().stream().filter(attempt -> isNear(attempt, span)).toList());
  }

  /// It is one of the durations that were counted.
  private static void checkExemplar(Series series) throws InvalidFrameException {
    long slowest = series.histogram().maxNanos();
    long claimed = series.exemplar().map(exemplar -> exemplar.nanos()).orElse(0L);
    if (Math.min(claimed, LatencyHistogram.HIGHEST_NANOS) > slowest) {
      throw new InvalidFrameException(
          Reason.INVALID_SUBJECT,
          "exemplar of %d ns in a series up to %d ns".formatted(claimed, slowest));
    }
  }
}
