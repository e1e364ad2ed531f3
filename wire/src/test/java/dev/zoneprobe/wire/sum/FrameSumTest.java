// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.sum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.RandomAttempts;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameSumTest {
  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private static SnapshotFrame frame(long sequence, RandomAttempts random, int attempts) {
    return SnapshotEncoder.encode(Snapshots.cut(sequence, random.take(attempts)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsWhatTheSumOfTheSnapshotsHolds(long seed) throws Exception {
    RandomAttempts random = new RandomAttempts(seed);
    SnapshotFrame first = frame(1, random, (int) (20 * seed));
    SnapshotFrame next = frame(2, random, 40);

    IntervalSnapshot sum = decoder.decode(first).plus(decoder.decode(next));
    SnapshotFrame asAWhole = SnapshotEncoder.encode(sum);
    SnapshotFrame bySubject = FrameSum.of(first, next);

    IntervalSnapshot expected = decoder.decode(asAWhole);
    IntervalSnapshot decoded = decoder.decode(bySubject);
    assertThat(decoded.source()).isEqualTo(expected.source());
    assertThat(decoded.span()).isEqualTo(expected.span());
    assertThat(decoded.condition()).isEqualTo(expected.condition()).isPresent();
    assertThat(Snapshots.content(decoded)).isEqualTo(Snapshots.content(expected));
    assertThat(Snapshots.peers(decoded)).isEqualTo(Snapshots.peers(expected));
    assertThat(bySubject.getSerializedSize()).isEqualTo(asAWhole.getSerializedSize());
  }

  @Test
  void refusesAFrameThatCannotBeDecoded() {
    SnapshotFrame first = frame(1, new RandomAttempts(1), 5);
    SnapshotFrame.Builder next = frame(2, new RandomAttempts(2), 5).toBuilder();
    next.getSubjectsBuilder(0).getSeriesBuilder(0).setHistogram(ByteString.copyFromUtf8("no"));

    assertThatThrownBy(() -> FrameSum.of(first, next.build()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
