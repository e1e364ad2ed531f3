// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.demo.fault.Schedule.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aFaultWithoutTimesBeginsAtOnceAndDoesNotEnd() {
    Schedule schedule = schedule("dns");

    assertThat(schedule.due(Duration.ZERO))
        .contains(new Turn(Duration.ZERO, Fault.DNS, /* begins= */ true));
    assertThat(schedule.due(MINUTE)).isEmpty();
  }

  @Test
  void turnsAreTakenInTheOrderOfTheirTimes() {
    Schedule schedule = schedule("slow-pair@30s+1m", "dead-node@40s");

    List<Optional<Turn>> turns = List.of(schedule.due(MINUTE), schedule.due(MINUTE));

    assertThat(turns)
        .map(turn -> turn.map(Turn::fault))
        .containsExactly(Optional.of(Fault.SLOW_PAIR), Optional.of(Fault.DEAD_NODE));
    assertThat(schedule.due(MINUTE)).isEmpty();
    assertThat(schedule.due(Duration.ofSeconds(90)).map(Turn::begins)).contains(false);
  }

  @Test
  void tellsHowLongItIsUntilTheNextTurn() {
    Schedule schedule = schedule("slow-pair@30s");

    assertThat(schedule.untilNext(Duration.ofSeconds(20), MINUTE)).hasSeconds(10);
    assertThat(schedule.untilNext(Duration.ofSeconds(20), Duration.ofSeconds(5))).hasSeconds(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "slow", "slow-pair@", "slow-pair@soon", "slow-pair+1m", "dns@1s+"})
  void refusesWhatIsNoFault(String text) {
    assertThatThrownBy(() -> Mishap.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Schedule schedule(String... texts) {
    return new Schedule(List.of(texts).stream().map(Mishap::of).toList());
  }
}
