// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoldenFrameTest {
  @ParameterizedTest
  @ValueSource(strings = {"nothing-happened", "every-word", "merged"})
  void aFrameOfVersion1MeansWhatItMeantWhenItShipped(String name) throws Exception {
    IntervalSnapshot expected = Objects.requireNonNull(GoldenFrames.snapshots().get(name));

    assertMeans(expected, shipped("v1/" + name + ".bin"));
  }

  @Test
  void aFrameOfVersion2TellsItsAttemptsWhole() throws Exception {
    assertMeans(GoldenAttempts.snapshot(), shipped("v2/attempts.bin"));
  }

  @Test
  void aFrameOfVersion3TellsToWhichNodesAttemptsWent() throws Exception {
    assertMeans(GoldenPeers.snapshot(), shipped("v3/peers.bin"));
  }

  @Test
  void aFrameOfVersion4TellsHowItsAgentWas() throws Exception {
    assertMeans(GoldenCondition.snapshot(), shipped("v4/condition.bin"));
  }

  @Test
  void anAgentThatDoesNotTellHowItWasIsNotMadeUp() throws Exception {
    IntervalSnapshot decoded =
        new SnapshotDecoder(FrameLimits.DEFAULT).decode(shipped("v3/peers.bin"));

    assertThat(decoded.condition()).isEmpty();
  }

  @Test
  void aConditionTakesFewBytes() {
    IntervalSnapshot told = GoldenCondition.snapshot();
    IntervalSnapshot untold = new IntervalSnapshot(told.source(), told.span(), told.subjects());

    assertThat(size(told) - size(untold)).isBetween(1, 64);
  }

  private static int size(IntervalSnapshot snapshot) {
    return SnapshotEncoder.encode(snapshot).getSerializedSize();
  }

  private static void assertMeans(IntervalSnapshot expected, SnapshotFrame frame) throws Exception {
    IntervalSnapshot decoded = new SnapshotDecoder(FrameLimits.DEFAULT).decode(frame);

    assertThat(decoded.source()).isEqualTo(expected.source());
    assertThat(decoded.span()).isEqualTo(expected.span());
    assertThat(Snapshots.content(decoded)).isEqualTo(Snapshots.content(expected));
    assertThat(Snapshots.peers(decoded)).isEqualTo(Snapshots.peers(expected));
    assertThat(decoded.condition()).isEqualTo(expected.condition());
  }

  @Test
  void theFramesHoldEveryWordThatCanBeSent() {
    assertThat(words(subject -> Stream.of(subject.subject().protocol())))
        .contains(Protocol.values());
    assertThat(words(subject -> subject.counts().failures().keySet().stream()))
        .contains(Failure.values());
    assertThat(words(subject -> subject.counts().skipped().keySet().stream()))
        .contains(SkipReason.values());
    assertThat(slices(Slice::phase)).contains(Phase.values());
    assertThat(slices(Slice::connection)).contains(Connection.values());
    assertThat(slices(Slice::outcome)).contains(Outcome.Kind.values());
    assertThat(slices(Slice::sourceState)).contains(SourceState.values());
  }

  private static <T> Stream<T> slices(Function<Slice, T> word) {
    return words(subject -> subject.series().keySet().stream().map(word));
  }

  private static <T> Stream<T> words(Function<SubjectInterval, Stream<T>> words) {
    return GoldenFrames.snapshots().values().stream()
        .flatMap(snapshot -> snapshot.subjects().stream())
        .flatMap(words);
  }

  private static SnapshotFrame shipped(String file) throws Exception {
    try (InputStream bytes = GoldenFrameTest.class.getResourceAsStream("/frames/" + file)) {
      return SnapshotFrame.parseFrom(Objects.requireNonNull(bytes, file));
    }
  }
}
