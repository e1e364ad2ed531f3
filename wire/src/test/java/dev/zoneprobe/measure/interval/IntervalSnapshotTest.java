// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntervalSnapshotTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void mergesToTheSnapshotOfAllAttempts(long seed) {
    List<Attempt> attempts = new RandomAttempts(seed).take(50);
    IntervalSnapshot first = Snapshots.cut(1, attempts.subList(0, 30));
    IntervalSnapshot second = Snapshots.cut(2, attempts.subList(30, 50));

    IntervalSnapshot merged = first.plus(second);

    assertThat(Snapshots.content(merged)).isEqualTo(Snapshots.content(Snapshots.cut(1, attempts)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void mergesThreeInEitherGroupingToTheSame(long seed) {
    RandomAttempts random = new RandomAttempts(seed);
    IntervalSnapshot a = Snapshots.cut(1, random.take(20));
    IntervalSnapshot b = Snapshots.cut(2, random.take(20));
    IntervalSnapshot c = Snapshots.cut(3, random.take(20));

    IntervalSnapshot left = a.plus(b).plus(c);
    IntervalSnapshot right = a.plus(b.plus(c));

    assertThat(left.span()).isEqualTo(right.span());
    assertThat(Snapshots.content(left)).isEqualTo(Snapshots.content(right));
  }

  @Test
  void mergingLeavesBothSnapshotsAsTheyWere() {
    List<Attempt> attempts = new RandomAttempts(1).take(50);
    IntervalSnapshot first = Snapshots.cut(1, attempts);
    IntervalSnapshot second = Snapshots.cut(2, attempts);

    IntervalSnapshot _ = first.plus(second);

    assertThat(Snapshots.content(first)).isEqualTo(Snapshots.content(Snapshots.cut(1, attempts)));
    assertThat(Snapshots.content(second)).isEqualTo(Snapshots.content(first));
  }

  @Test
  void coversTheCutsOfBoth() {
    IntervalSnapshot merged = Snapshots.cut(7, List.of()).plus(Snapshots.cut(8, List.of()));

    assertThat(merged.span().cuts()).isEqualTo(2);
    assertThat(merged.span().from()).isEqualTo(Snapshots.cut(7, List.of()).span().from());
    assertThat(merged.span().to()).isEqualTo(Snapshots.cut(8, List.of()).span().to());
  }

  @Test
  void doesNotMergeAcrossAGap() {
    IntervalSnapshot first = Snapshots.cut(1, List.of());
    IntervalSnapshot third = Snapshots.cut(3, List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.plus(third))
        .withMessage("snapshot 3 does not follow snapshot 1");
  }

  @Test
  void doesNotMergeTwoRunsOfAnAgent() {
    IntervalSnapshot before = Snapshots.cut(1, List.of());
    Source restarted = new Source("node-a", "zone-a", "boot-2");
    IntervalSnapshot after =
        new IntervalSnapshot(restarted, Snapshots.cut(2, List.of()).span(), List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> before.plus(after))
        .withMessageContaining("boot-2");
  }

  @Test
  void refusesTheSameSubjectTwice() {
    SubjectInterval subject = Snapshots.cut(1, new RandomAttempts(1).take(1)).subjects().getFirst();

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new IntervalSnapshot(
                Snapshots.SOURCE, Snapshots.cut(1, List.of()).span(), List.of(subject, subject)))
        .withMessageContaining("twice in one snapshot");
  }
}
