// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.condition;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.condition.RecentCondition.Lately;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.SkipReason;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.wire.plausibility.Plausibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final long SECOND = 1_000_000_000;

  private final SteppingClock clock = new SteppingClock(NOW);
  private final Conditions conditions = new Conditions(2, clock);

  private static Condition condition(long waiting, long stalledNanos) {
    return new Condition("1.2.3", 7, waiting, 1, new Noise(stalledNanos, stalledNanos));
  }

  private static IntervalSnapshot untold(String node, Instant end, long skipped) {
    return untold(node, Duration.ofSeconds(10), end, skipped);
  }

  private static IntervalSnapshot untold(String node, Duration length, Instant end, long skipped) {
    SubjectInterval target =
        new SubjectInterval(
            new Subject("external", "shop", Protocol.HTTP, Subject.Owner.NONE),
            new Counts(0, Map.of(), Map.of(SkipReason.IN_FLIGHT_LIMIT, skipped), Retransmits.NONE),
            Map.of());
    return new IntervalSnapshot(
        new Source(node, "zone-a", "boot"),
        new Span(1, 1, end.minus(length), end),
        List.of(target));
  }

  private void tell(String node, Instant end, long waiting, long stalledNanos) {
    conditions.take(untold(node, end, 3).telling(condition(waiting, stalledNanos)));
  }

  @Test
  void addsUpTheNoiseAndRemembersTheLongestQueueOfTenMinutes() {
    tell("node-1", NOW, 29, SECOND);
    clock.advance(Duration.ofMinutes(9));
    tell("node-1", clock.instant(), 0, 2 * SECOND);

    assertThat(conditions.of("node-1"))
        .contains(
            new RecentCondition(
                condition(0, 2 * SECOND),
                new Lately(20 * SECOND, 29, 6, new Noise(3 * SECOND, 2 * SECOND))));
  }

  @Test
  void tellsTheMostThatFitsOfWhatManyTellInOneMinute() {
    tellOfAMonth(4_000, 1_000_000_000);
    tell("node-1", NOW, 2, SECOND);

    assertThat(conditions.of("node-1"))
        .contains(
            new RecentCondition(
                condition(2, SECOND),
                new Lately(Long.MAX_VALUE, 2, 4_000_000_000_003L, new Noise(SECOND, SECOND))));
  }

  @Test
  void tellsTheMostThatFitsOfWhatManyTellInTenMinutes() {
    for (int minute = 0; minute < 10; minute++) {
      clock.advance(Duration.ofMinutes(1));
      tellOfAMonth(400, Long.MAX_VALUE / 1_000);
    }

    assertThat(conditions.of("node-1").map(RecentCondition::lately))
        .contains(new Lately(Long.MAX_VALUE, 0, Long.MAX_VALUE, Noise.NONE));
  }

  private void tellOfAMonth(int times, long skipped) {
    for (int i = 0; i < times; i++) {
      conditions.take(
          untold("node-1", Plausibility.LONGEST_SPAN, clock.instant(), skipped)
              .telling(condition(0, 0)));
    }
  }

  @Test
  void leavesOutWhatIsOlderThanTenMinutes() {
    tell("node-1", NOW, 29, SECOND);
    clock.advance(Duration.ofMinutes(10));
    tell("node-1", clock.instant(), 1, 0);

    assertThat(conditions.of("node-1"))
        .contains(new RecentCondition(condition(1, 0), new Lately(10 * SECOND, 1, 3, Noise.NONE)));
  }

  @Test
  void knowsHowASilentAgentWasLast() {
    tell("node-1", NOW, 4, SECOND);
    clock.advance(Duration.ofHours(5));

    assertThat(conditions.of("node-1"))
        .contains(new RecentCondition(condition(4, SECOND), Lately.NOTHING));
  }

  @Test
  void countsWhatAnAgentWithAFastClockTellsAsOfNow() {
    tell("node-1", NOW.plus(Duration.ofHours(1)), 4, SECOND);

    assertThat(conditions.of("node-1").map(one -> one.lately().mostWaiting())).contains(4L);
  }

  @Test
  void makesNothingUpForAnAgentThatDoesNotTell() {
    conditions.take(untold("node-1", NOW, 3));

    assertThat(conditions.of("node-1")).isEmpty();
  }

  @Test
  void forgetsTheOneThatToldNothingForLongestWhenThereIsNoRoom() {
    tell("node-1", NOW, 1, 0);
    tell("node-2", NOW, 2, 0);
    tell("node-1", NOW, 3, 0);
    tell("node-3", NOW, 4, 0);

    assertThat(conditions.of("node-2")).isEmpty();
    assertThat(conditions.of("node-1")).isPresent();
    assertThat(conditions.of("node-3")).isPresent();
    assertThat(conditions.forgotten()).isEqualTo(1);
  }
}
