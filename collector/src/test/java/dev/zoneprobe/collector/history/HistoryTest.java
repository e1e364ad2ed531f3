// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.history.turn.TurnedAwayException;
import dev.zoneprobe.collector.history.turn.Turns;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.StoreSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How long a question may read.
class HistoryTest {
  private static final Minutes HOUR = new Minutes(29_000_000, 29_000_059);
  private static final Filter ALL =
      new Filter(
          Optional.empty(), Scope.of(new Parameters(Map.of())), Optional.empty(), Optional.empty());

  private final AtomicLong now = new AtomicLong();

  @Test
  void aQuestionIsGivenUpInTheMinuteInWhichItsTimeIsOverAndTheNextIsAnswered() throws Exception {
    StoreSettings inMemory =
        new StoreSettings(Optional.empty(), Duration.ZERO, Duration.ofHours(2), 1L << 30);
    try (Store store = Store.open(inMemory, new SteppingClock(NOW))) {
      History history = new History(store, new Turns(now::get));
      List<Long> begun = new ArrayList<>();
      Past past = history.asked();

      assertThatThrownBy(() ->
              past.read(
                  HOUR,
                  1,
                  ALL,
                  minute -> {
                    begun.add(minute);
                    now.addAndGet(Duration.ofSeconds(6).toNanos());
                    return new Grouping<>(one -> one);
                  }))
          .isInstanceOf(TurnedAwayException.class);
      assertThat(begun).containsExactly(29_000_000L, 29_000_001L, 29_000_002L);
      assertThatThrownBy(() -> past.readWhole(HOUR, ALL, new Grouping<>(one -> one)))
          .as("the same request")
          .isInstanceOf(TurnedAwayException.class);
      assertThat(history.asked().readWhole(HOUR, ALL, new Grouping<>(one -> one)).missing())
          .isEmpty();
    }
  }
}
