// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.interval.Exemplar;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.RandomAttempts;
import dev.zoneprobe.measure.interval.Snapshots;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.proto.AttemptFrame;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.SubjectFrame;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AttemptBudgetTest {
  private static final IntervalSnapshot LARGE = Snapshots.cut(1, new RandomAttempts(4).take(2_000));

  @Test
  void tellsTheMostTellingOfEverySubjectBeforeTheSecondOfAny() {
    int first =
        LARGE.subjects().stream()
            .mapToInt(subject ->
                AttemptEncoder.encode(subject.attempts().getFirst()).getSerializedSize() + 4)
            .sum();

    List<List<AttemptFrame>> frames =
        AttemptBudget.fill(
            LARGE.subjects().stream().map(SubjectInterval::attempts).toList(), first);

    assertThat(frames)
        .hasSameSizeAs(LARGE.subjects())
        .allSatisfy(its -> assertThat(its).hasSize(1));
    assertThat(frames.getFirst().getFirst().getId())
        .isEqualTo(LARGE.subjects().getFirst().attempts().getFirst().id());
  }

  @Test
  void attemptsTakeNoMoreBytesOfAFrameThanTheirBudget() {
    SnapshotFrame frame = SnapshotEncoder.encode(LARGE);
    SnapshotFrame.Builder without = frame.toBuilder();
    without.getSubjectsBuilderList().forEach(SubjectFrame.Builder::clearAttempts);

    int bytes = frame.getSerializedSize() - without.build().getSerializedSize();

    assertThat(bytes).isBetween(FrameLimits.ATTEMPT_BYTES - 2_000, FrameLimits.ATTEMPT_BYTES);
    assertThat(told(frame).count())
        .isLessThan(LARGE.subjects().stream().mapToLong(its -> its.attempts().size()).sum());
  }

  @Test
  void everyExemplarThatIsSentPointsToAnAttemptThatIsSentWithIt() {
    SnapshotFrame frame = SnapshotEncoder.encode(LARGE);
    Set<Long> told = told(frame).map(AttemptFrame::getId).collect(Collectors.toSet());

    List<Long> pointedAt =
        frame.getSubjectsList().stream()
            .flatMap(subject -> subject.getSeriesList().stream())
            .filter(series -> series.hasExemplar())
            .map(series -> series.getExemplar().getAttemptId())
            .toList();

    assertThat(pointedAt).isNotEmpty();
    assertThat(told).containsAll(pointedAt);
  }

  @Test
  void everyExemplarOfACutPointsToAnAttemptThatIsToldWhole() {
    for (SubjectInterval subject : LARGE.subjects()) {
      Stream<Long> pointedAt =
          subject.series().values().stream()
              .flatMap(series -> series.exemplar().stream())
              .map(Exemplar::attemptId);

      assertThat(subject.attempts().stream().map(Attempt::id).toList())
          .containsAll(pointedAt.toList())
          .doesNotHaveDuplicates();
    }
  }

  private static Stream<AttemptFrame> told(SnapshotFrame frame) {
    return frame.getSubjectsList().stream().flatMap(subject -> subject.getAttemptsList().stream());
  }
}
