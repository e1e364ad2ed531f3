// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceJudgeTest {
  private static final long MILLI = 1_000_000;

  /// The clock overflows ten milliseconds later.
  private final long due = new SteppingClock().nanos() + 4_990 * MILLI;

  private final Disturbances stalls = new Disturbances();
  private final Disturbances pressures = new Disturbances();
  private final List<Attempt> judged = new ArrayList<>();
  private final SourceJudge judge = new SourceJudge(stalls, pressures, judged::add, 2);

  private static Attempt attempt(long millis) {
    return Examples.attempt(
        Examples.subject("t" + millis), new Outcome.Success(), Duration.ofMillis(millis));
  }

  private static Attempt late(Attempt attempt, long lateNanos) {
    Map<Phase, Long> phases = new EnumMap<>(attempt.phaseNanos());
    phases.put(Phase.LATE, lateNanos);
    return new Attempt(
        attempt.id(),
        attempt.subject(),
        attempt.circumstances(),
        attempt.outcome(),
        phases,
        attempt.trace());
  }

  private SourceState verdict(Attempt attempt) {
    judge.ended(attempt, due);
    judge.handOnAll();
    return judged.removeLast().circumstances().sourceState();
  }

  @Test
  void isCalmWhenNothingWasNoticed() {
    assertThat(verdict(attempt(30))).isEqualTo(SourceState.CALM);
    assertThat(judge.count(SourceState.CALM)).isEqualTo(1);
  }

  @Test
  void isStalledWhenAStallOverlapsItsBegin() {
    stalls.add(due - 20 * MILLI, due, 3 * MILLI);

    assertThat(verdict(attempt(30))).isEqualTo(SourceState.STALLED);
  }

  @Test
  void isStalledWhenAStallOverlapsItsEnd() {
    stalls.add(due + 30 * MILLI, due + 50 * MILLI, 3 * MILLI);

    assertThat(verdict(attempt(30))).isEqualTo(SourceState.STALLED);
  }

  @Test
  void isCalmWhenTheStallWasBeforeOrAfter() {
    stalls.add(due - 20 * MILLI, due - 1, 5 * MILLI);
    stalls.add(due + 30 * MILLI + 1, due + 50 * MILLI, 5 * MILLI);

    assertThat(verdict(attempt(30))).isEqualTo(SourceState.CALM);
  }

  @Test
  void isStalledWhenItBeganLate() {
    assertThat(verdict(late(attempt(9), MILLI))).isEqualTo(SourceState.STALLED);
    assertThat(verdict(late(attempt(9), MILLI - 1))).isEqualTo(SourceState.CALM);
  }

  @Test
  void isNotStalledByLessThanATenthOfItsTime() {
    stalls.add(due, due + 60 * MILLI, 50 * MILLI);
    stalls.add(due + 900 * MILLI, due + 960 * MILLI, 50 * MILLI - 1);

    assertThat(verdict(attempt(1_000))).isEqualTo(SourceState.CALM);
    assertThat(verdict(attempt(999))).isEqualTo(SourceState.STALLED);
  }

  @Test
  void isStalledByASecondHoweverLongItTook() {
    stalls.add(due, due + 1_200 * MILLI, 1_000 * MILLI - 1);
    assertThat(verdict(attempt(60_000))).isEqualTo(SourceState.CALM);

    stalls.add(due + 30_000 * MILLI, due + 30_020 * MILLI, 1);
    assertThat(verdict(attempt(60_000))).isEqualTo(SourceState.STALLED);
  }

  @Test
  void isBusyWhenTheHostWasUnderPressureDuringAnyPartOfIt() {
    pressures.add(due + 30 * MILLI, due + 130 * MILLI, 100 * MILLI);

    assertThat(verdict(attempt(30))).isEqualTo(SourceState.BUSY);
    assertThat(verdict(attempt(29))).isEqualTo(SourceState.CALM);
  }

  @Test
  void isStalledRatherThanBusy() {
    pressures.add(due, due + 100 * MILLI, 100 * MILLI);
    stalls.add(due, due + 20 * MILLI, 3 * MILLI);

    assertThat(verdict(attempt(30))).isEqualTo(SourceState.STALLED);
  }

  @Test
  void holdsAnAttemptBackUntilItsEndIsKnown() {
    judge.ended(attempt(30), due);

    judge.handOnUntil(due + 30 * MILLI - 1);

    assertThat(judged).isEmpty();
    assertThat(judge.waiting()).isEqualTo(1);
    judge.handOnUntil(due + 30 * MILLI);
    assertThat(judged).hasSize(1);
  }

  @Test
  void keepsTheOrderInWhichAttemptsEnded() {
    judge.ended(attempt(30), due);
    judge.ended(attempt(10), due);

    judge.handOnUntil(due + 20 * MILLI);
    judge.handOnUntil(due + 30 * MILLI);

    assertThat(judged)
        .extracting(attempt -> attempt.subject().target())
        .containsExactly("t30", "t10");
  }

  @Test
  void judgesAtOnceWhatFindsNoPlaceAndCountsIt() {
    judge.ended(attempt(30), due);
    judge.ended(attempt(30), due);

    judge.ended(attempt(10), due);

    assertThat(judge.early()).isEqualTo(1);
    assertThat(judged).extracting(attempt -> attempt.subject().target()).containsExactly("t10");
    assertThat(judge.waiting()).isEqualTo(2);
  }
}
