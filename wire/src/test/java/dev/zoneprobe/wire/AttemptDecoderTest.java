// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.interval.RandomAttempts;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.measure.trace.Trace;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.proto.AddressFrame;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.FailureFrame;
import dev.zoneprobe.wire.proto.LookupFrame;
import dev.zoneprobe.wire.proto.ReplyFrame;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class AttemptDecoderTest {
  private static final SnapshotFrame HONEST =
      SnapshotEncoder.encode(Snapshots.cut(1, new RandomAttempts(1).take(1)));
  private static final AddressFrame ADDRESS = address(new byte[4], 1);

  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);

  static Stream<Arguments> wrongAttempts() {
    return Stream.of(
        wrong("no phases", AttemptFrame.Builder::clearPhaseNanos),
        wrong("an unknown phase", attempt -> attempt.putPhaseNanos(11, 1)),
        wrong("negative time", attempt -> attempt.putPhaseNanos(7, -1)),
        wrong("time whose sum overflows", attempt -> attempt.putPhaseNanos(7, Long.MAX_VALUE)),
        wrong("no connection", AttemptFrame.Builder::clearConnection),
        wrong("an unknown source state", attempt -> attempt.setSourceState(4)),
        wrong("an unknown reason", attempt -> attempt.setFailure(failure(20, 1))),
        wrong("a failure in no phase", attempt -> attempt.setFailure(failure(1, 0))),
        wrong("a node that is no label", attempt -> attempt.setDestinationNode("a\nb")),
        wrong("negative retransmits", attempt -> attempt.setSynRetransmits(-1)),
        wrong(
            "a certificate of year 10000",
            attempt -> attempt.setCertificateExpiryUnixSeconds(253_402_300_800L)),
        wrong(
            "the least second", attempt -> attempt.setCertificateExpiryUnixSeconds(Long.MIN_VALUE)),
        wrong("a long story", attempt -> attempt.setDetail("d".repeat(Trace.MAX_DETAIL + 1))));
  }

  static Stream<Arguments> wrongSights() {
    return Stream.of(
        wrong("an address of 5 bytes", attempt -> attempt.setRemote(address(new byte[5], 1))),
        wrong(
            "an address of a million bytes",
            attempt -> attempt.setRemote(address(new byte[1_000_000], 1))),
        wrong(
            "an address of 0 bytes",
            attempt -> attempt.setRemote(ADDRESS).setLocal(address(new byte[0], 1))),
        wrong("port 65536", attempt -> attempt.setRemote(address(new byte[16], 65_536))),
        wrong("port -1", attempt -> attempt.setRemote(address(new byte[4], -1))),
        lookup("a name of 256 characters", lookup -> lookup.setName("n".repeat(256))),
        lookup("negative queries", lookup -> lookup.setQueries(-1)),
        lookup("an answer from nowhere", lookup -> lookup.setReply(ReplyFrame.newBuilder())),
        reply("an rcode of 17 bits", reply -> reply.setRcode(65_536)),
        reply("a negative rcode", reply -> reply.setRcode(-1)),
        reply(
            "an address of 3 bytes", reply -> reply.addAddresses(ByteString.copyFrom(new byte[3]))),
        reply(
            "17 addresses",
            reply -> {
              for (int i = 0; i < 17; i++) {
                reply.addAddresses(ByteString.copyFrom(new byte[4]));
              }
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"wrongAttempts", "wrongSights"})
  void refuses(String what, Consumer<AttemptFrame.Builder> change) {
    SnapshotFrame.Builder frame = HONEST.toBuilder();
    change.accept(frame.getSubjectsBuilder(0).getAttemptsBuilder(0));

    assertRefused(frame.build());
  }

  @Test
  void refusesTheSameAttemptTwice() {
    SnapshotFrame.Builder frame = HONEST.toBuilder();
    frame.getSubjectsBuilder(0).addAttempts(HONEST.getSubjects(0).getAttempts(0));

    assertRefused(frame.build());
  }

  /// An honest agent of an earlier version passes on what a server says: to refuse that would lose
  /// all that it measured.
  @Test
  void takesADetailWithoutItsControlCharacters() throws Exception {
    SnapshotFrame.Builder frame = HONEST.toBuilder();
    frame.getSubjectsBuilder(0).getAttemptsBuilder(0).setDetail("status \u001b[2J");

    assertThat(decoder.decode(frame.build()).subjects().getFirst().attempts())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.trace().detail()).contains("status  [2J"));
  }

  @Test
  void takesAnAttemptOfWhichNothingIsKnownButItsTime() throws Exception {
    SnapshotFrame.Builder frame = HONEST.toBuilder();
    AttemptFrame bare =
        AttemptFrame.newBuilder()
            .setConnection(1)
            .setSourceState(1)
            .putPhaseNanos(7, 3)
            .putPhaseNanos(8, 2)
            .putPhaseNanos(9, 5)
            .build();
    frame.getSubjectsBuilder(0).setAttempts(0, bare);

    assertThat(decoder.decode(frame.build()).subjects().getFirst().attempts())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.trace()).isEqualTo(Trace.NOTHING));
  }

  private void assertRefused(SnapshotFrame frame) {
    assertThatExceptionOfType(InvalidFrameException.class)
        .isThrownBy(() -> decoder.decode(frame))
        .extracting(InvalidFrameException::reason)
        .isEqualTo(Reason.INVALID_ATTEMPT);
  }

  private static Arguments wrong(String what, Consumer<AttemptFrame.Builder> change) {
    return Arguments.of(what, change);
  }

  private static Arguments lookup(String what, Consumer<LookupFrame.Builder> change) {
    return wrong(
        what,
        attempt -> {
          LookupFrame.Builder lookup = LookupFrame.newBuilder();
          change.accept(lookup);
          attempt.setLookup(lookup);
        });
  }

  private static Arguments reply(String what, Consumer<ReplyFrame.Builder> change) {
    return lookup(
        what,
        lookup -> {
          ReplyFrame.Builder reply = ReplyFrame.newBuilder().setNameserver(ADDRESS);
          change.accept(reply);
          lookup.setReply(reply);
        });
  }

  private static FailureFrame failure(int reason, int during) {
    return FailureFrame.newBuilder().setReason(reason).setDuring(during).build();
  }

  private static AddressFrame address(byte[] ip, int port) {
    return AddressFrame.newBuilder().setIp(ByteString.copyFrom(ip)).setPort(port).build();
  }
}
