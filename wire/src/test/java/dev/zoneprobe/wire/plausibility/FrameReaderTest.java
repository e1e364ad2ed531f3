// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.plausibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.RandomAttempts;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.InvalidFrameException.Reason;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {
  private static final byte EMPTY_SUBJECT = 6 << 3 | 2;

  private static SnapshotFrame read(byte[] bytes) throws InvalidFrameException, IOException {
    return FrameReader.read(new ByteArrayInputStream(bytes));
  }

  private static SnapshotFrame honest(int seed) {
    return SnapshotEncoder.encode(Snapshots.cut(1, new RandomAttempts(seed).take(100)));
  }

  @Test
  void readsWhatAnAgentSends() throws Exception {
    assertThat(read(honest(1).toByteArray())).isEqualTo(honest(1));
  }

  @Test
  void leavesOutWhatNobodyKnows() throws Exception {
    SnapshotFrame fromTheFuture =
        honest(1).toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();

    assertThat(read(fromTheFuture.toByteArray())).isEqualTo(honest(1));
  }

  /// As many series as a frame may have, with ten durations each: 714 targets with new and reused
  /// connections and seven phases, in both outcomes.
  @Test
  void readsTheLargestFrameOfAnHonestAgent() throws Exception {
    SnapshotFrame largest = SnapshotEncoder.encode(largest());

    assertThat(largest.getSerializedSize())
        .isBetween(FrameLimits.MESSAGE_BYTES / 4, FrameLimits.MESSAGE_BYTES);
    assertThat(read(largest.toByteArray())).isEqualTo(largest);
  }

  private static IntervalSnapshot largest() {
    RandomAttempts random = new RandomAttempts(7);
    List<SubjectInterval> subjects = new ArrayList<>();
    IntervalSnapshot pattern = Snapshots.cut(1, random.take(1_000));
    int series = 0;
    while (true) {
      for (SubjectInterval one : pattern.subjects()) {
        series += one.series().size();
        if (series > FrameLimits.DEFAULT.series()) {
          return new IntervalSnapshot(pattern.source(), pattern.span(), subjects);
        }
        Subject subject =
            new Subject("zone-a", "target-" + subjects.size(), Protocol.HTTP, Subject.Owner.NONE);
        subjects.add(new SubjectInterval(subject, one.counts(), one.series()));
      }
    }
  }

  @Test
  void buildsNothingOfAFrameWithMorePartsThanAnyHonestOne() {
    byte[] bomb = new byte[FrameLimits.MESSAGE_BYTES];
    for (int i = 0; i < bomb.length; i += 2) {
      bomb[i] = EMPTY_SUBJECT;
    }

    assertThatExceptionOfType(InvalidFrameException.class)
        .isThrownBy(() -> read(bomb))
        .extracting(InvalidFrameException::reason)
        .isEqualTo(Reason.TOO_MANY_PARTS);
  }

  @Test
  void refusesALargeFrameThatIsCutOff() {
    byte[] bytes = new byte[PartCount.SMALL_BYTES + 1];
    Arrays.fill(bytes, EMPTY_SUBJECT);
    bytes[1] = 127;

    assertThatExceptionOfType(InvalidProtocolBufferException.class).isThrownBy(() -> read(bytes));
  }
}
