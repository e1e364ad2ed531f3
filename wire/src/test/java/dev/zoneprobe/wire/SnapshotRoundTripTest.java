// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.RandomAttempts;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.interval.SubjectInterval.Series;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SnapshotRoundTripTest {
  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decodesWhatWasEncoded(long seed) throws Exception {
    RandomAttempts random = new RandomAttempts(seed);
    IntervalSnapshot snapshot = Snapshots.cut(seed + 1, random.take((int) seed));

    byte[] bytes = SnapshotEncoder.encode(snapshot).toByteArray();
    IntervalSnapshot decoded = decoder.decode(SnapshotFrame.parseFrom(bytes));

    assertThat(decoded.source()).isEqualTo(snapshot.source());
    assertThat(decoded.span()).isEqualTo(snapshot.span());
    assertThat(Snapshots.content(decoded)).isEqualTo(Snapshots.content(snapshot));
    assertThat(Snapshots.peers(decoded)).isEqualTo(Snapshots.peers(snapshot));
    assertThat(decoded.condition()).isEqualTo(snapshot.condition()).isPresent();
  }

  @Test
  void aDecodedSnapshotMergesLikeItsOriginal() throws Exception {
    RandomAttempts random = new RandomAttempts(1);
    IntervalSnapshot first = Snapshots.cut(1, random.take(40));
    IntervalSnapshot second = Snapshots.cut(2, random.take(40));

    IntervalSnapshot merged =
        decoder
            .decode(SnapshotEncoder.encode(first))
            .plus(decoder.decode(SnapshotEncoder.encode(second)));

    assertThat(Snapshots.content(merged)).isEqualTo(Snapshots.content(first.plus(second)));
  }

  @Test
  void leavesOutAHistogramWithoutSamples() throws Exception {
    IntervalSnapshot cut = Snapshots.cut(1, new RandomAttempts(1).take(1));
    SubjectInterval subject = cut.subjects().getFirst();
    Map<Slice, Series> withEmpty = new HashMap<>();
    subject.series().keySet().stream()
        .map(slice ->
            new Slice(slice.phase(), slice.connection(), otherThan(slice), slice.sourceState()))
        .forEach(
            slice -> withEmpty.put(slice, new Series(new LatencyHistogram(), Optional.empty())));
    withEmpty.putAll(subject.series());
    SubjectInterval padded =
        new SubjectInterval(subject.subject(), subject.counts(), withEmpty, subject.attempts());

    IntervalSnapshot decoded =
        decoder.decode(
            SnapshotEncoder.encode(
                new IntervalSnapshot(cut.source(), cut.span(), List.of(padded))));

    assertThat(withEmpty).hasSize(2 * subject.series().size());
    assertThat(Snapshots.content(decoded)).isEqualTo(Snapshots.content(cut));
  }

  private static Outcome.Kind otherThan(Slice slice) {
    return switch (slice.outcome()) {
      case SUCCESS -> Outcome.Kind.FAILURE;
      case FAILURE -> Outcome.Kind.SUCCESS;
    };
  }
}
