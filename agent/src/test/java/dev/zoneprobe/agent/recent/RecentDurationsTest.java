// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.recent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.SteppingClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentDurationsTest {
  private static final long MILLI = 1_000_000;

  private final SteppingClock clock = new SteppingClock();
  private final RecentDurations<String> recent = new RecentDurations<>(clock, 2);

  @Test
  void keepsKeysApart() {
    recent.record("near", MILLI);
    recent.record("far", 9 * MILLI);
    recent.record("far", 9 * MILLI);

    assertThat(recent.of("near").count()).isEqualTo(1);
    assertThat(recent.of("far").sumNanos()).isEqualTo(18 * MILLI);
    assertThat(recent.of("elsewhere").count()).isZero();
  }

  @Test
  void reachesBackFiveMinutes() {
    recent.record("near", MILLI);

    clock.step(RecentDurations.WINDOW);
    assertThat(recent.of("near").count()).isEqualTo(1);

    clock.step(Duration.ofSeconds(30));
    assertThat(recent.of("near").count()).isZero();
  }

  @Test
  void forgetsKeysWithoutDurations() {
    recent.record("near", MILLI);
    clock.step(Duration.ofMinutes(6));
    recent.record("far", MILLI);

    assertThat(recent.keys()).containsExactly("far");
  }

  @Test
  void countsWhatItHasNoRoomFor() {
    recent.record("near", MILLI);
    recent.record("far", MILLI);
    recent.record("third", MILLI);
    recent.record("near", MILLI);

    assertThat(recent.keys()).containsExactlyInAnyOrder("near", "far");
    assertThat(recent.leftOut()).isEqualTo(1);
  }

  @Test
  void hasRoomAgainWhenAKeyIsForgotten() {
    recent.record("near", MILLI);
    recent.record("far", MILLI);
    clock.step(Duration.ofMinutes(6));
    recent.record("third", MILLI);

    assertThat(recent.keys()).containsExactly("third");
    assertThat(recent.leftOut()).isZero();
  }
}
