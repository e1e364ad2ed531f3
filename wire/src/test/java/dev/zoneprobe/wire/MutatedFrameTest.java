// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.RandomAttempts;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.plausibility.FrameReader;
import dev.zoneprobe.wire.plausibility.Plausibility;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// More than a million frames and histograms with a few bytes or fields changed: each is refused
/// with the one exception that is meant for it, or is sound.
final class MutatedFrameTest {
  private static final int ROUNDS = 340_000;
  private static final long[] WILD = {
    0, 1, -1, 127, 128, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);

  /// One attempt that began when its interval did.
  private static SnapshotFrame honest() {
    SnapshotFrame.Builder frame =
        SnapshotEncoder.encode(Snapshots.cut(1, new RandomAttempts(2).take(1))).toBuilder();
    frame.getSubjectsBuilder(0).getAttemptsBuilder(0).setBegunUnixMillis(frame.getFromUnixMillis());
    return frame.build();
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void survivesMutatedFrames() {
    byte[] honest = honest().toByteArray();
    SplittableRandom random = new SplittableRandom(1);
    int[] seen = new int[3];

    for (int round = 0; round < ROUNDS; round++) {
      seen[fate(mutated(honest, 0, random))]++;
    }

    assertThat(seen).as("malformed, refused, accepted").doesNotContain(0);
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void survivesFramesWithWildFields() {
    SnapshotFrame honest = honest();
    SplittableRandom random = new SplittableRandom(1);
    int[] seen = new int[3];

    for (int round = 0; round < ROUNDS; round++) {
      SnapshotFrame.Builder frame = honest.toBuilder();
      for (int left = random.nextInt(1, 4); left > 0; left--) {
        goWild(frame, random);
      }
      seen[fate(frame.build().toByteArray())]++;
    }

    assertThat(seen[1]).as("refused").isPositive();
    assertThat(seen[2]).as("accepted").isPositive();
  }

  /// Changes a field of `message`, or of one of the messages in it.
  private static void goWild(Message.Builder message, SplittableRandom random) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    if (field.isMapField()) {
      message.clearField(field);
    } else if (!field.isRepeated()) {
      goWild(message, field, random);
    } else if (message.getRepeatedFieldCount(field) > 0) {
      Object one = message.getRepeatedField(field, 0);
      if (one instanceof Message inner && random.nextInt(4) > 0) {
        Message.Builder builder = inner.toBuilder();
        goWild(builder, random);
        message.setRepeatedField(field, 0, builder.build());
      } else {
        message.addRepeatedField(field, one);
      }
    }
  }

  private static void goWild(
      Message.Builder message, FieldDescriptor field, SplittableRandom random) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      Message.Builder inner = ((Message) message.getField(field)).toBuilder();
      goWild(inner, random);
      message.setField(field, inner.build());
      return;
    }
    long wild = WILD[random.nextInt(WILD.length)];
    switch (field.getJavaType()) {
      case INT -> message.setField(field, (int) wild);
      case LONG -> message.setField(field, wild);
      case STRING -> message.setField(field, "\u0000\u202e\"\\".repeat((int) (wild & 63)));
      case BYTE_STRING -> message.setField(field, ByteString.copyFrom(new byte[(int) (wild & 63)]));
      default -> message.clearField(field);
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void survivesMutatedHistograms() {
    LatencyHistogram histogram = new LatencyHistogram();
    RandomAttempts durations = new RandomAttempts(3);
    for (int i = 0; i < 60; i++) {
      histogram.record(durations.nanos());
    }
    byte[] honest = HistogramPayload.encode(histogram);
    SplittableRandom random = new SplittableRandom(1);
    int accepted = 0;

    for (int round = 0; round < ROUNDS; round++) {
      ByteString bytes = ByteString.copyFrom(mutated(honest, 40, random));
      accepted += isSoundOrRefused(bytes, histogram.sumNanos()) ? 1 : 0;
    }

    assertThat(accepted).isBetween(1, ROUNDS - 1);
  }

  private int fate(byte[] bytes) {
    try {
      IntervalSnapshot snapshot = decoder.decode(FrameReader.read(new ByteArrayInputStream(bytes)));
      Plausibility.check(snapshot);
      snapshot.subjects().forEach(MutatedFrameTest::assertSound);
      snapshot.peers().forEach(MutatedFrameTest::assertSound);
      return 2;
    } catch (IOException e) {
      return 0;
    } catch (InvalidFrameException e) {
      assertThat(e).hasMessageMatching(".+");
      return 1;
    }
  }

  private static boolean isSoundOrRefused(ByteString bytes, long sumNanos) {
    try {
      assertSound(HistogramPayload.decode(bytes, sumNanos, 1_000));
      return true;
    } catch (InvalidFrameException e) {
      return false;
    }
  }

  private static void assertSound(SubjectInterval subject) {
    subject.series().values().forEach(series -> assertSound(series.histogram()));
  }

  private static void assertSound(PeerInterval peer) {
    assertThat(peer.attempts()).isBetween(0L, 2 * FrameLimits.DEFAULT.samples());
    for (LatencyHistogram histogram : List.of(peer.connects(), peer.roundTrips())) {
      if (histogram.count() > 0) {
        assertSound(histogram);
      }
    }
  }

  private static void assertSound(LatencyHistogram histogram) {
    assertThat(histogram.count()).isBetween(1L, FrameLimits.DEFAULT.samples());
    assertThat(histogram.sumNanos()).isNotNegative();
    assertThat(histogram.nanosAtRank(histogram.count())).isBetween(0L, 60_100_000_000L);
    assertThat(cells(histogram)).isLessThan(2_000);
  }

  private static long cells(LatencyHistogram histogram) {
    LongAdder cells = new LongAdder();
    histogram.forEachCell((_, _) -> cells.increment());
    return cells.sum();
  }

  /// Up to four bytes changed, put in or taken out, from position `from` on.
  private static byte[] mutated(byte[] honest, int from, SplittableRandom random) {
    byte[] bytes = honest.clone();
    for (int left = random.nextInt(1, 5); left > 0; left--) {
      int at = random.nextInt(from, bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = spliced(bytes, at, at, new byte[] {(byte) random.nextInt()});
        default -> bytes = spliced(bytes, at, Math.min(at + 1, bytes.length), new byte[0]);
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
    return ByteString.copyFrom(bytes, 0, from)
        .concat(ByteString.copyFrom(with))
        .concat(ByteString.copyFrom(bytes, to, bytes.length - to))
        .toByteArray();
  }
}
