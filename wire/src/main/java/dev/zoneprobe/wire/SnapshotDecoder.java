// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import static dev.zoneprobe.wire.InvalidFrameException.checked;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.ConditionFrame;
import dev.zoneprobe.wire.proto.DurationsFrame;
import dev.zoneprobe.wire.proto.ExemplarFrame;
import dev.zoneprobe.wire.proto.PeerFrame;
import dev.zoneprobe.wire.proto.SeriesFrame;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.Source;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns a frame that came over the network into a snapshot, or refuses it whole.
///
/// What it lets through is sound: known words, printable labels, counts and histograms in their
/// bounds. Whether an honest agent could have cut it, only `Plausibility` tells. Thread-safe.
public final class SnapshotDecoder {
  private final FrameLimits limits;

  public SnapshotDecoder(FrameLimits limits) {
    this.limits = limits;
  }

  /// The snapshot that `frame` holds.
  ///
  /// @throws InvalidFrameException if anything in it is not in the format, or beyond a limit
  public IntervalSnapshot decode(SnapshotFrame frame) throws InvalidFrameException {
    checkSize(frame);
    IntervalSnapshot.Source source = source(frame.getSource());
    Span span = span(frame);
    List<SubjectInterval> subjects = new ArrayList<>(frame.getSubjectsCount());
    for (SubjectFrame subject : frame.getSubjectsList()) {
      subjects.add(interval(subject));
    }
    List<PeerInterval> peers = new ArrayList<>(frame.getPeersCount());
    for (PeerFrame peer : frame.getPeersList()) {
      peers.add(peer(peer));
    }
    Optional<Condition> condition =
        frame.hasCondition() ? Optional.of(condition(frame.getCondition())) : Optional.empty();
    return checked(
        Reason.INVALID_SUBJECT,
        () -> new IntervalSnapshot(source, span, subjects, peers, condition));
  }

  /// What `frame` holds beside its subjects. These are checked like the rest, but one at a time and
  /// not kept: unpacked, all of them take several times as much memory as the frame.
  ///
  /// @throws InvalidFrameException if anything in it is not in the format, or beyond a limit
  public IntervalSnapshot besideSubjects(SnapshotFrame frame) throws InvalidFrameException {
    checkSize(frame);
    Set<Subject> seen = new HashSet<>();
    for (SubjectFrame one : frame.getSubjectsList()) {
      Subject subject = interval(one).subject();
      if (!seen.add(subject)) {
        throw new InvalidFrameException(Reason.INVALID_SUBJECT, "twice in one frame: " + subject);
      }
    }
    return decode(frame.toBuilder().clearSubjects().build());
  }

  /// No bound on what it claims: it is shown beside its agent's name and added to nobody's numbers.
  private static Condition condition(ConditionFrame frame) throws InvalidFrameException {
    return checked(
        Reason.INVALID_CONDITION,
        () ->
            new Condition(
                frame.getVersion(),
                frame.getPlanVersion(),
                frame.getWaiting(),
                frame.getLost(),
                new Noise(frame.getStalledNanos(), frame.getLongestStallNanos())));
  }

  /// Who says that it measures.
  ///
  /// @throws InvalidFrameException if a name cannot be a label value
  public IntervalSnapshot.Source source(Source source) throws InvalidFrameException {
    return checked(
        Reason.INVALID_SOURCE,
        () -> new IntervalSnapshot.Source(source.getNode(), source.getZone(), source.getBootId()));
  }

  private void checkSize(SnapshotFrame frame) throws InvalidFrameException {
    List<SubjectFrame> subjects = frame.getSubjectsList();
    checkSize(Reason.TOO_MANY_SUBJECTS, subjects.size(), "subjects", limits.subjects());
    long series = subjects.stream().mapToLong(SubjectFrame::getSeriesCount).sum();
    checkSize(Reason.TOO_MANY_SERIES, series, "series", limits.series());
    long attempts = subjects.stream().mapToLong(SubjectFrame::getAttemptsCount).sum();
    checkSize(Reason.TOO_MANY_ATTEMPTS, attempts, "attempts", limits.attempts());
    checkSize(Reason.TOO_MANY_PEERS, frame.getPeersCount(), "peers", limits.peers());
  }

  private static void checkSize(Reason otherwise, long count, String what, long limit)
      throws InvalidFrameException {
    if (count > limit) {
      throw new InvalidFrameException(
          otherwise, "%d %s, the limit is %d".formatted(count, what, limit));
    }
  }

  private static Span span(SnapshotFrame frame) throws InvalidFrameException {
    return checked(
        Reason.INVALID_SPAN,
        () ->
            new Span(
                frame.getFirstSequence(),
                frame.getLastSequence(),
                Instant.ofEpochMilli(frame.getFromUnixMillis()),
                Instant.ofEpochMilli(frame.getToUnixMillis())));
  }

  private PeerInterval peer(PeerFrame frame) throws InvalidFrameException {
    long successes = count(frame.getSuccesses());
    long failures = count(frame.getFailures());
    LatencyHistogram connects = durations(frame.hasTcpConnect(), frame.getTcpConnect());
    LatencyHistogram roundTrips = durations(frame.hasRoundTrip(), frame.getRoundTrip());
    return checked(
        Reason.INVALID_PEER,
        () ->
            new PeerInterval(
                frame.getDestinationNode(),
                frame.getDestinationZone(),
                successes,
                failures,
                connects,
                roundTrips));
  }

  private LatencyHistogram durations(boolean any, DurationsFrame frame)
      throws InvalidFrameException {
    return any
        ? HistogramPayload.decode(frame.getHistogram(), frame.getSumNanos(), limits.samples())
        : new LatencyHistogram();
  }

  /// Whom `frame` is about.
  ///
  /// @throws InvalidFrameException if a name cannot be a label value, or the protocol is unknown
  public Subject subject(SubjectFrame frame) throws InvalidFrameException {
    Protocol protocol =
        WireNumber.constant(Protocol.class, frame.getProtocol(), Reason.INVALID_SUBJECT);
    return checked(
        Reason.INVALID_SUBJECT,
        () -> new Subject(frame.getDestinationZone(), frame.getTarget(), protocol, owner(frame)));
  }

  /// What `frame` holds of its subject.
  ///
  /// @throws InvalidFrameException if anything in it is not in the format, or beyond a limit
  public SubjectInterval interval(SubjectFrame frame) throws InvalidFrameException {
    Subject subject = subject(frame);
    Counts counts = counts(frame);
    Map<Slice, Series> series = new HashMap<>();
    for (SeriesFrame one : frame.getSeriesList()) {
      Slice slice = slice(one);
      if (series.containsKey(slice)) {
        throw new InvalidFrameException(Reason.INVALID_SUBJECT, "the same slice twice");
      }
      series.put(slice, series(one));
    }
    return new SubjectInterval(subject, counts, series, attempts(subject, frame));
  }

  private static Subject.Owner owner(SubjectFrame frame) {
    return new Subject.Owner(
        frame.hasTeam() ? Optional.of(frame.getTeam()) : Optional.empty(),
        frame.hasService() ? Optional.of(frame.getService()) : Optional.empty());
  }

  private Counts counts(SubjectFrame frame) throws InvalidFrameException {
    Map<Failure, Long> failures = counts(Failure.class, frame.getFailuresMap());
    Map<SkipReason, Long> skipped = counts(SkipReason.class, frame.getSkippedMap());
    long successes = count(frame.getSuccesses());
    Retransmits retransmits =
        new Retransmits(count(frame.getSynRetransmits()), count(frame.getSegmentRetransmits()));
    return new Counts(successes, failures, skipped, retransmits);
  }

  private <E extends Enum<E>> Map<E, Long> counts(Class<E> type, Map<Integer, Long> numbered)
      throws InvalidFrameException {
    EnumMap<E, Long> counts = new EnumMap<>(type);
    for (Map.Entry<Integer, Long> entry : numbered.entrySet()) {
      counts.put(
          WireNumber.constant(type, entry.getKey(), Reason.INVALID_COUNTS),
          count(entry.getValue()));
    }
    return counts;
  }

  private long count(long count) throws InvalidFrameException {
    if (count < 0 || count > limits.samples()) {
      throw new InvalidFrameException(
          Reason.INVALID_COUNTS, "count " + Long.toUnsignedString(count) + " is out of range");
    }
    return count;
  }

  private static Slice slice(SeriesFrame frame) throws InvalidFrameException {
    return new Slice(
        WireNumber.constant(Phase.class, frame.getPhase(), Reason.INVALID_SUBJECT),
        WireNumber.constant(Connection.class, frame.getConnection(), Reason.INVALID_SUBJECT),
        WireNumber.constant(Outcome.Kind.class, frame.getOutcome(), Reason.INVALID_SUBJECT),
        WireNumber.constant(SourceState.class, frame.getSourceState(), Reason.INVALID_SUBJECT));
  }

  private Series series(SeriesFrame frame) throws InvalidFrameException {
    LatencyHistogram histogram =
        HistogramPayload.decode(frame.getHistogram(), frame.getSumNanos(), limits.samples());
    return frame.hasExemplar()
        ? new Series(histogram, Optional.of(exemplar(frame.getExemplar())))
        : new Series(histogram, Optional.empty());
  }

  private static Exemplar exemplar(ExemplarFrame frame) throws InvalidFrameException {
    if (frame.getNanos() < 0) {
      throw new InvalidFrameException(Reason.INVALID_SUBJECT, "exemplar with negative duration");
    }
    return checked(
        Reason.INVALID_SUBJECT,
        () ->
            new Exemplar(
                frame.getNanos(),
                Instant.ofEpochMilli(frame.getUnixMillis()),
                frame.getAttemptId(),
                frame.hasDestinationNode()
                    ? Optional.of(Label.checked("node", frame.getDestinationNode()))
                    : Optional.empty()));
  }

  private static List<Attempt> attempts(Subject subject, SubjectFrame frame)
      throws InvalidFrameException {
    Map<Long, Attempt> attempts = new LinkedHashMap<>();
    for (AttemptFrame one : frame.getAttemptsList()) {
      if (attempts.put(one.getId(), AttemptDecoder.decode(subject, one)) != null) {
        throw new InvalidFrameException(Reason.INVALID_ATTEMPT, "the same attempt twice");
      }
    }
    return List.copyOf(attempts.values());
  }
}
