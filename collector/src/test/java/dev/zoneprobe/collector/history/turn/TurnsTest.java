// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.history.turn.TurnedAwayException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Whose turn it is to read the history, and who is turned away.
class TurnsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final Turns turns = new Turns(now::get);

  private Deadline passing() {
    return new Deadline(now.get() - 1);
  }

  @Test
  void eightWaitAndTheNinthIsTurnedAwayAtOnce() throws Exception {
    Turns.Turn first = turns.take(turns.deadline());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < Turns.MOST_WAITING; i++) {
        others.add(threads.submit(() -> turns.take(turns.deadline()).close()));
      }
      await().until(() -> turns.waiting() == Turns.MOST_WAITING);

      assertThatThrownBy(() -> turns.take(turns.deadline()))
          .isInstanceOf(TurnedAwayException.class)
          .hasMessageContaining("8 questions wait already");
      first.close();

      for (Future<?> other : others) {
        assertThat(other.get()).isNull();
      }
    }
    assertThat(turns.waiting()).isZero();
    assertThat(turns.turnedAway(Reason.BUSY)).isEqualTo(1);
  }

  @Test
  void whoseDeadlineComesBeforeHisTurnIsTurnedAwayAndLeavesHisPlace() {
    Turns.Turn first = turns.take(turns.deadline());
    for (int i = 0; i < 2 * Turns.MOST_WAITING; i++) {
      assertThatThrownBy(() -> turns.take(passing()))
          .isInstanceOf(TurnedAwayException.class)
          .hasMessageContaining("others took all of 15 s");
    }
    first.close();

    turns.take(turns.deadline()).close();
    assertThat(turns.turnedAway(Reason.BUSY)).isEqualTo(2 * Turns.MOST_WAITING);
  }

  @Test
  void whoReadsForTooLongIsStopped() {
    try (Turns.Turn turn = turns.take(turns.deadline())) {
      now.addAndGet(Turns.LONGEST.toNanos());
      turn.goOn();
      now.addAndGet(Duration.ofMillis(1).toNanos());

      assertThatThrownBy(turn::goOn)
          .isInstanceOf(TurnedAwayException.class)
          .hasMessageContaining("shorter window");
    }
    assertThat(turns.turnedAway(Reason.SLOW)).isEqualTo(1);
  }
}
