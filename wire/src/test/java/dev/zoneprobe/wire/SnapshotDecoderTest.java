// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.measure.interval.RandomAttempts;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.proto.ConditionFrame;
import dev.zoneprobe.wire.proto.ExemplarFrame;
import dev.zoneprobe.wire.proto.PeerFrame;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotDecoderTest {
  private static final SnapshotFrame HONEST =
      SnapshotEncoder.encode(Snapshots.cut(1, new RandomAttempts(1).take(100)));

  static Stream<Arguments> wrongFrames() {
    return Stream.of(
        frame(Reason.INVALID_SOURCE, SnapshotFrame.Builder::clearSource),
        frame(Reason.INVALID_SOURCE, frame -> frame.getSourceBuilder().setNode("a\nb")),
        frame(Reason.INVALID_SOURCE, frame -> frame.getSourceBuilder().setZone("z".repeat(129))),
        frame(Reason.INVALID_SOURCE, frame -> frame.getSourceBuilder().setBootId(" ")),
        frame(Reason.INVALID_SPAN, frame -> frame.setFirstSequence(0)),
        frame(Reason.INVALID_SPAN, frame -> frame.setFirstSequence(2)),
        frame(Reason.INVALID_SPAN, frame -> frame.setLastSequence(-1)),
        frame(Reason.INVALID_SPAN, frame -> frame.setToUnixMillis(0)),
        frame(Reason.INVALID_SUBJECT, frame -> frame.addSubjects(frame.getSubjects(0))));
  }

  static Stream<Arguments> wrongSubjects() {
    return Stream.of(
        subject(Reason.INVALID_SUBJECT, SubjectFrame.Builder::clearTarget),
        subject(Reason.INVALID_SUBJECT, subject -> subject.setDestinationZone("\u001b[2J")),
        subject(Reason.INVALID_SUBJECT, subject -> subject.setTeam("")),
        subject(Reason.INVALID_SUBJECT, subject -> subject.setProtocol(0)),
        subject(Reason.INVALID_SUBJECT, subject -> subject.setProtocol(5)),
        subject(Reason.INVALID_SUBJECT, subject -> subject.setProtocol(-1)),
        subject(Reason.INVALID_SUBJECT, subject -> subject.addSeries(subject.getSeries(0))),
        subject(Reason.INVALID_SUBJECT, subject -> subject.getSeriesBuilder(0).setPhase(11)),
        subject(Reason.INVALID_SUBJECT, subject -> subject.getSeriesBuilder(0).setConnection(0)),
        subject(Reason.INVALID_SUBJECT, subject -> subject.getSeriesBuilder(0).setOutcome(3)),
        subject(Reason.INVALID_SUBJECT, subject -> subject.getSeriesBuilder(0).setSourceState(4)),
        subject(
            Reason.INVALID_SUBJECT,
            subject ->
                subject.getSeriesBuilder(0).setExemplar(ExemplarFrame.newBuilder().setNanos(-1))),
        subject(
            Reason.INVALID_SUBJECT,
            subject ->
                subject
                    .getSeriesBuilder(0)
                    .setExemplar(ExemplarFrame.newBuilder().setDestinationNode("\n"))),
        subject(Reason.INVALID_HISTOGRAM, subject -> subject.getSeriesBuilder(0).clearHistogram()),
        subject(Reason.INVALID_HISTOGRAM, subject -> subject.getSeriesBuilder(0).setSumNanos(-1)),
        subject(Reason.INVALID_COUNTS, subject -> subject.putFailures(0, 1)),
        subject(Reason.INVALID_COUNTS, subject -> subject.putFailures(20, 1)),
        subject(Reason.INVALID_COUNTS, subject -> subject.putFailures(1, -1)),
        subject(Reason.INVALID_COUNTS, subject -> subject.putSkipped(3, 1)),
        subject(Reason.INVALID_COUNTS, subject -> subject.putSkipped(1, 100_000_001)),
        subject(Reason.INVALID_COUNTS, subject -> subject.setSynRetransmits(Long.MIN_VALUE)));
  }

  static Stream<Arguments> wrongPeers() {
    return Stream.of(
        peer(Reason.INVALID_PEER, PeerFrame.Builder::clearDestinationNode),
        peer(Reason.INVALID_PEER, peer -> peer.setDestinationNode("n".repeat(129))),
        peer(Reason.INVALID_PEER, peer -> peer.setDestinationZone("\u001b[2J")),
        peer(Reason.INVALID_PEER, peer -> peer.setSuccesses(0).setFailures(0)),
        peer(Reason.INVALID_COUNTS, peer -> peer.setSuccesses(-1)),
        peer(Reason.INVALID_COUNTS, peer -> peer.setFailures(100_000_001)),
        peer(Reason.INVALID_HISTOGRAM, peer -> peer.getRoundTripBuilder().clearHistogram()),
        peer(Reason.INVALID_HISTOGRAM, peer -> peer.getTcpConnectBuilder().setSumNanos(-1)),
        frame(Reason.INVALID_SUBJECT, frame -> frame.addPeers(frame.getPeers(0))));
  }

  static Stream<Arguments> wrongConditions() {
    return Stream.of(
        condition(ConditionFrame.Builder::clearVersion),
        condition(condition -> condition.setVersion("1\n2")),
        condition(condition -> condition.setVersion("v".repeat(129))),
        condition(condition -> condition.setPlanVersion(-1)),
        condition(condition -> condition.setWaiting(-1)),
        condition(condition -> condition.setLost(Long.MIN_VALUE)),
        condition(condition -> condition.setStalledNanos(-1)),
        condition(condition -> condition.setLongestStallNanos(-1)),
        condition(condition -> condition.setStalledNanos(1).setLongestStallNanos(2)));
  }

  private static Arguments condition(Consumer<ConditionFrame.Builder> change) {
    return frame(Reason.INVALID_CONDITION, frame -> change.accept(frame.getConditionBuilder()));
  }

  private static Arguments peer(Reason reason, Consumer<PeerFrame.Builder> change) {
    return frame(reason, frame -> change.accept(frame.getPeersBuilder(0)));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource({"wrongFrames", "wrongSubjects", "wrongPeers", "wrongConditions"})
  void refusesAndSaysWhy(Reason reason, Consumer<SnapshotFrame.Builder> change) {
    SnapshotFrame.Builder frame = HONEST.toBuilder();
    change.accept(frame);

    assertRefused(reason, frame.build(), FrameLimits.DEFAULT);
  }

  @Test
  void refusesMoreSubjectsThanItsLimit() {
    int subjects = HONEST.getSubjectsCount();

    assertRefused(
        Reason.TOO_MANY_SUBJECTS, HONEST, new FrameLimits(subjects - 1, 20_000, 1_000, 1_000, 9));
  }

  @Test
  void refusesMoreSeriesThanItsLimit() {
    int series = HONEST.getSubjectsList().stream().mapToInt(SubjectFrame::getSeriesCount).sum();

    assertRefused(
        Reason.TOO_MANY_SERIES, HONEST, new FrameLimits(2_000, series - 1, 1_000, 1_000, 9));
  }

  @Test
  void refusesMoreAttemptsThanItsLimit() {
    FrameLimits tooFew = new FrameLimits(2_000, 20_000, 1_000, attempts(HONEST) - 1, 9);

    assertRefused(Reason.TOO_MANY_ATTEMPTS, HONEST, tooFew);
  }

  @Test
  void refusesMorePeersThanItsLimit() {
    FrameLimits tooFew = new FrameLimits(2_000, 20_000, 1_000, 1_000, HONEST.getPeersCount() - 1);

    assertRefused(Reason.TOO_MANY_PEERS, HONEST, tooFew);
  }

  private static int attempts(SnapshotFrame frame) {
    return frame.getSubjectsList().stream().mapToInt(SubjectFrame::getAttemptsCount).sum();
  }

  @Test
  void acceptsAFrameAtItsLimits() throws Exception {
    int series = HONEST.getSubjectsList().stream().mapToInt(SubjectFrame::getSeriesCount).sum();
    FrameLimits exact =
        new FrameLimits(
            HONEST.getSubjectsCount(), series, 100, attempts(HONEST), HONEST.getPeersCount());

    assertThat(new SnapshotDecoder(exact).decode(HONEST).subjects())
        .hasSize(HONEST.getSubjectsCount());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void refusesALimitThatLetsNothingIn(long samples) {
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(1, 1, samples, 1, 1));
  }

  private static Arguments frame(Reason reason, Consumer<SnapshotFrame.Builder> change) {
    return Arguments.of(reason, change);
  }

  private static Arguments subject(Reason reason, Consumer<SubjectFrame.Builder> change) {
    return frame(reason, frame -> change.accept(frame.getSubjectsBuilder(0)));
  }

  private static void assertRefused(Reason reason, SnapshotFrame frame, FrameLimits limits) {
    SnapshotDecoder decoder = new SnapshotDecoder(limits);

    assertThatExceptionOfType(InvalidFrameException.class)
        .isThrownBy(() -> decoder.decode(frame))
        .extracting(InvalidFrameException::reason)
        .isEqualTo(reason);
  }
}
