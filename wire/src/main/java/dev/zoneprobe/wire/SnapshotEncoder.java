// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.ConditionFrame;
import dev.zoneprobe.wire.proto.DurationsFrame;
import dev.zoneprobe.wire.proto.ExemplarFrame;
import dev.zoneprobe.wire.proto.PeerFrame;
import dev.zoneprobe.wire.proto.SeriesFrame;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.Source;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Turns a snapshot into the frame that is sent. Thread-safe: nothing is kept between two calls.
public final class SnapshotEncoder {
  private SnapshotEncoder() {}

  /// The frame that holds all of `snapshot`: moments to the millisecond, histograms without samples
  /// left out. Of the attempts, those that [FrameLimits#ATTEMPT_BYTES] suffice for, and of the
  /// exemplars those that point to one of them.
  public static SnapshotFrame encode(IntervalSnapshot snapshot) {
    return encode(
        snapshot,
        snapshot.subjects().stream()
            .<Supplier<SubjectInterval>>map(subject -> () -> subject)
            .toList());
  }

  /// The frame that holds `subjects`, each of which is asked for twice and not kept meanwhile, and
  /// what `snapshot` holds beside its own.
  public static SnapshotFrame encode(
      IntervalSnapshot snapshot, List<? extends Supplier<SubjectInterval>> subjects) {
    SnapshotFrame.Builder frame =
        SnapshotFrame.newBuilder()
            .setSource(source(snapshot.source()))
            .setFirstSequence(snapshot.span().firstSequence())
            .setLastSequence(snapshot.span().lastSequence())
            .setFromUnixMillis(snapshot.span().from().toEpochMilli())
            .setToUnixMillis(snapshot.span().to().toEpochMilli());
    List<List<AttemptFrame>> attempts =
        AttemptBudget.fill(
            subjects.stream().map(subject -> subject.get().attempts()).toList(),
            FrameLimits.ATTEMPT_BYTES);
    for (int i = 0; i < attempts.size(); i++) {
      frame.addSubjects(subject(subjects.get(i).get(), attempts.get(i)));
    }
    snapshot.peers().forEach(peer -> frame.addPeers(peer(peer)));
    snapshot.condition().ifPresent(condition -> frame.setCondition(condition(condition)));
    return frame.build();
  }

  private static ConditionFrame condition(Condition condition) {
    return ConditionFrame.newBuilder()
        .setVersion(condition.version())
        .setPlanVersion(condition.plan())
        .setWaiting(condition.waiting())
        .setLost(condition.lost())
        .setStalledNanos(condition.noise().stalledNanos())
        .setLongestStallNanos(condition.noise().longestNanos())
        .build();
  }

  private static PeerFrame peer(PeerInterval peer) {
    PeerFrame.Builder frame =
        PeerFrame.newBuilder()
            .setDestinationNode(peer.node())
            .setDestinationZone(peer.zone())
            .setSuccesses(peer.successes())
            .setFailures(peer.failures());
    durations(peer.connects()).ifPresent(frame::setTcpConnect);
    durations(peer.roundTrips()).ifPresent(frame::setRoundTrip);
    return frame.build();
  }

  private static Optional<DurationsFrame> durations(LatencyHistogram histogram) {
    return histogram.count() == 0
        ? Optional.empty()
        : Optional.of(
            DurationsFrame.newBuilder()
                .setHistogram(ByteString.copyFrom(HistogramPayload.encode(histogram)))
                .setSumNanos(histogram.sumNanos())
                .build());
  }

  /// Who measures, as frames and requests carry it.
  public static Source source(IntervalSnapshot.Source source) {
    return Source.newBuilder()
        .setNode(source.node())
        .setZone(source.zone())
        .setBootId(source.bootId())
        .build();
  }

  private static SubjectFrame subject(SubjectInterval interval, List<AttemptFrame> attempts) {
    Subject subject = interval.subject();
    Counts counts = interval.counts();
    SubjectFrame.Builder frame =
        SubjectFrame.newBuilder()
            .setDestinationZone(subject.destinationZone())
            .setTarget(subject.target())
            .setProtocol(WireNumber.of(subject.protocol()))
            .setSuccesses(counts.successes())
            .setSynRetransmits(counts.retransmits().syns())
            .setSegmentRetransmits(counts.retransmits().segments());
    subject.owner().team().ifPresent(frame::setTeam);
    subject.owner().service().ifPresent(frame::setService);
    counts.failures().forEach((why, count) -> frame.putFailures(WireNumber.of(why), count));
    counts.skipped().forEach((why, count) -> frame.putSkipped(WireNumber.of(why), count));
    Set<Long> told = attempts.stream().map(AttemptFrame::getId).collect(Collectors.toSet());
    interval
        .series()
        .forEach((slice, series) -> {
          if (series.histogram().count() > 0) {
            frame.addSeries(series(slice, series, told));
          }
        });
    frame.addAllAttempts(attempts);
    return frame.build();
  }

  private static SeriesFrame series(Slice slice, Series series, Set<Long> told) {
    SeriesFrame.Builder frame =
        SeriesFrame.newBuilder()
            .setPhase(WireNumber.of(slice.phase()))
            .setConnection(WireNumber.of(slice.connection()))
            .setOutcome(WireNumber.of(slice.outcome()))
            .setSourceState(WireNumber.of(slice.sourceState()))
            .setHistogram(ByteString.copyFrom(HistogramPayload.encode(series.histogram())))
            .setSumNanos(series.histogram().sumNanos());
    series
        .exemplar()
        .filter(exemplar -> told.contains(exemplar.attemptId()))
        .ifPresent(exemplar -> frame.setExemplar(exemplar(exemplar)));
    return frame.build();
  }

  private static ExemplarFrame exemplar(Exemplar exemplar) {
    ExemplarFrame.Builder frame =
        ExemplarFrame.newBuilder()
            .setNanos(exemplar.nanos())
            .setUnixMillis(exemplar.at().toEpochMilli())
            .setAttemptId(exemplar.attemptId());
    exemplar.destinationNode().ifPresent(frame::setDestinationNode);
    return frame.build();
  }
}
