// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import java.util.List;
import java.util.stream.IntStream;
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
    assertThat(Snapshots.peers(merged)).isEqualTo(Snapshots.peers(Snapshots.cut(1, attempts)));
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
    assertThat(Snapshots.peers(left)).isEqualTo(Snapshots.peers(right));
  }

  @Test
  void mergingLeavesBothSnapshotsAsTheyWere() {
    List<Attempt> attempts = new RandomAttempts(1).take(50);
    IntervalSnapshot first = Snapshots.cut(1, attempts);
    IntervalSnapshot second = Snapshots.cut(2, attempts);

    IntervalSnapshot _ = first.plus(second);

    assertThat(Snapshots.content(first)).isEqualTo(Snapshots.content(Snapshots.cut(1, attempts)));
    assertThat(Snapshots.content(second)).isEqualTo(Snapshots.content(first));
    assertThat(Snapshots.peers(first)).isEqualTo(Snapshots.peers(Snapshots.cut(1, attempts)));
    assertThat(Snapshots.peers(second)).isEqualTo(Snapshots.peers(first)).isNotEmpty();
  }

  @Test
  void coversTheCutsOfBoth() {
    IntervalSnapshot merged = Snapshots.cut(7, List.of()).plus(Snapshots.cut(8, List.of()));

    assertThat(merged.span().cuts()).isEqualTo(2);
    assertThat(merged.span().from()).isEqualTo(Snapshots.cut(7, List.of()).span().from());
    assertThat(merged.span().to()).isEqualTo(Snapshots.cut(8, List.of()).span().to());
  }

  @Test
  void tellsTheLongestQueueAndAllTheNoiseOfBoth() {
    Condition first = new Condition("1.0", 3, 7, 1, new Noise(50, 40));
    Condition second = new Condition("1.0", 4, 2, 5, new Noise(60, 30));

    IntervalSnapshot merged =
        Snapshots.cut(1, List.of())
            .telling(first)
            .plus(Snapshots.cut(2, List.of()).telling(second));

    assertThat(merged.condition()).contains(new Condition("1.0", 4, 7, 5, new Noise(110, 40)));
  }

  @Test
  void keepsTheConditionWhateverElseIsReplaced() {
    IntervalSnapshot cut = Snapshots.cut(3, new RandomAttempts(1).take(9));

    assertThat(cut.in("zone-z").with(List.of()).withoutZoneSums().condition())
        .contains(Snapshots.condition(3));
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

  @Test
  void refusesTheSamePeerTwice() {
    PeerInterval peer = probed("node-1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(1, List.of(peer, peer)))
        .withMessage("twice in one snapshot: node-1");
  }

  @Test
  void keepsThePeersThatWereProbedLastWhenThereAreTooMany() {
    List<PeerInterval> many =
        IntStream.range(0, PeerInterval.MOST).mapToObj(i -> probed("node-" + i)).toList();
    IntervalSnapshot earlier = with(1, many);
    IntervalSnapshot later = with(2, List.of(probed("node-0"), probed("node-new")));

    List<PeerInterval> merged = earlier.plus(later).peers();

    assertThat(merged).hasSize(PeerInterval.MOST);
    assertThat(merged.getFirst().node()).isEqualTo("node-0");
    assertThat(merged.getFirst().attempts()).isEqualTo(2);
    assertThat(merged).map(PeerInterval::node).contains("node-new");
  }

  @Test
  void refusesMoreDurationsThanAttempts() {
    LatencyHistogram two = new LatencyHistogram();
    two.record(1);
    two.record(2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PeerInterval("node", "zone", 1, 0, two, new LatencyHistogram()))
        .withMessage("1 attempts took 2 connects and 0 round trips");
  }

  private static PeerInterval probed(String node) {
    return new PeerInterval(node, "zone", 1, 0, new LatencyHistogram(), new LatencyHistogram());
  }

  private static IntervalSnapshot with(long sequence, List<PeerInterval> peers) {
    return new IntervalSnapshot(
        Snapshots.SOURCE, Snapshots.cut(sequence, List.of()).span(), List.of(), peers);
  }
}
