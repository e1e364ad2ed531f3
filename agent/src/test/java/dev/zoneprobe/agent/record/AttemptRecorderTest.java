// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.recall.SourcedAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AttemptRecorderTest {
  private static final IntervalSnapshot.Source SOURCE =
      new IntervalSnapshot.Source("node", "zone-a", "boot");
  private static final Outcome SUCCESS = new Outcome.Success();
  private static final Outcome REFUSED =
      new Outcome.Failed(Failure.CONNECT_REFUSED, Phase.TCP_CONNECT);

  private final AtomicReference<Instant> now = new AtomicReference<>(Examples.NOON);
  private final AttemptRecorder recorder = new AttemptRecorder(SOURCE, now::get);

  /// An attempt of `id` milliseconds.
  private static Attempt attempt(long id, String target, Outcome outcome) {
    return Examples.attempt(id, Examples.subject(target), outcome, Duration.ofMillis(id), Map.of());
  }

  private static IntervalSnapshot telling(Attempt... attempts) {
    Subject subject = Examples.subject("told");
    return new IntervalSnapshot(
        SOURCE,
        new IntervalSnapshot.Span(1, 1, Examples.NOON, Examples.NOON),
        List.of(new SubjectInterval(subject, Counts.NONE, Map.of(), List.of(attempts))));
  }

  private List<Long> ids() {
    return recorder.all().stream().map(one -> one.attempt().id()).sorted().toList();
  }

  @Test
  void keepsTheSlowestOfASeriesInWhicheverOrderTheyCame() {
    for (long id : new long[] {3, 9, 1, 7, 5, 2, 8, 4, 6}) {
      recorder.ended(attempt(id, "a", SUCCESS));
    }

    assertThat(ids()).containsExactly(5L, 6L, 7L, 8L, 9L);
    assertThat(recorder.evicted()).isEqualTo(4);
  }

  @Test
  void keepsTheLatestFailuresBesideTheSlowest() {
    for (long id = 20; id > 0; id--) {
      recorder.ended(attempt(id, "a", REFUSED));
    }

    assertThat(ids()).containsExactly(1L, 2L, 3L, 4L, 5L, 16L, 17L, 18L, 19L, 20L);
  }

  @Test
  void keepsSeriesApart() {
    for (long id = 1; id <= 10; id++) {
      recorder.ended(attempt(id, "slow", SUCCESS));
    }

    recorder.ended(attempt(100, "fast", REFUSED));
    recorder.ended(attempt(1_000, "fast", SUCCESS));

    assertThat(ids()).containsExactly(6L, 7L, 8L, 9L, 10L, 100L, 1_000L);
  }

  @Test
  void findsAnAttemptAndItsSource() {
    Attempt attempt =
        Examples.attempt(-1, Examples.subject("a"), SUCCESS, Duration.ofMillis(1), Map.of());

    recorder.ended(attempt);

    assertThat(recorder.find(-1)).contains(new SourcedAttempt(SOURCE, attempt));
    assertThat(recorder.find(1)).isEmpty();
  }

  @Test
  void keepsWhatASnapshotToldThoughOthersAreSlower() {
    recorder.told(telling(attempt(1, "told", SUCCESS)));
    for (long id = 100; id < 200; id++) {
      recorder.ended(attempt(id, "told", SUCCESS));
    }

    assertThat(recorder.find(1)).isPresent();
  }

  @Test
  void listsAnAttemptWithSeveralPlacesOnce() {
    Attempt attempt = attempt(1, "a", REFUSED);
    recorder.ended(attempt);

    recorder.told(telling(attempt));

    assertThat(ids()).containsExactly(1L);
    assertThat(recorder.kept()).isEqualTo(3);
  }

  @Test
  void theFullestSeriesGivesUpItsFastestWhenPlacesRunOut() {
    LongStream.rangeClosed(1, 5).forEach(id -> recorder.ended(attempt(id, "full", SUCCESS)));
    for (int i = 0; i < AttemptRecorder.MOST_ON_SHELVES - 4; i++) {
      recorder.ended(attempt(1_000 + i, "target-" + i, SUCCESS));
    }

    assertThat(recorder.kept()).isEqualTo(AttemptRecorder.MOST_ON_SHELVES);
    assertThat(recorder.find(1)).isEmpty();
    assertThat(recorder.find(2)).isPresent();
    assertThat(recorder.evicted()).isEqualTo(1);
  }

  @Test
  void everySeriesHasItsShareOfThePlaces() {
    for (int round = 1; round <= 9; round++) {
      for (int target = 0; target < 300; target++) {
        recorder.ended(
            attempt(1_000 * round + target, "t" + target, target % 2 == 0 ? SUCCESS : REFUSED));
      }
    }

    assertThat(recorder.kept()).isEqualTo(900);
    assertThat(ids()).contains(7_008L, 8_008L, 9_008L).doesNotContain(6_008L);
  }

  @Test
  void moreSeriesThanPlacesFindNone() {
    for (int target = 0; target <= AttemptRecorder.MOST_ON_SHELVES; target++) {
      recorder.ended(attempt(target + 1, "target-" + target, SUCCESS));
    }

    assertThat(recorder.kept()).isEqualTo(AttemptRecorder.MOST_ON_SHELVES);
    assertThat(recorder.find(1)).isPresent();
    assertThat(recorder.find(AttemptRecorder.MOST_ON_SHELVES + 1)).isEmpty();
    assertThat(recorder.evicted()).isEqualTo(1);
  }

  @Test
  void theLatestToldTakesThePlaceOfTheFirst() {
    for (long id = 0; id <= AttemptRecorder.MOST_TOLD; id++) {
      recorder.told(telling(attempt(id, "told", SUCCESS)));
    }

    assertThat(recorder.find(0)).isEmpty();
    assertThat(recorder.find(1)).isPresent();
    assertThat(recorder.kept()).isEqualTo(AttemptRecorder.MOST_TOLD);
  }

  @Test
  void forgetsWhatIsOlderThanAnHourAtTheNextCut() {
    recorder.ended(attempt(1, "a", SUCCESS));
    now.set(Examples.NOON.plus(Duration.ofMinutes(61)));

    recorder.told(telling());

    assertThat(recorder.find(1)).isEmpty();
    assertThat(recorder.kept()).isZero();
    assertThat(recorder.evicted()).isEqualTo(1);
  }
}
