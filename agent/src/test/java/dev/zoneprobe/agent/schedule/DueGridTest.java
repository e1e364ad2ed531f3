// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DueGridTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void startsWithinOneIntervalOfItsOrigin() {
    for (int i = 0; i < 1_000; i++) {
      DueGrid grid = DueGrid.spread(1_000, SECOND, "target " + i);

      assertThat(grid.firstNanos()).isBetween(1_000L, 1_000L + SECOND.toNanos() - 1);
    }
  }

  @Test
  void spreadsTargetsOverTheInterval() {
    Set<Long> tenths = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      tenths.add(DueGrid.spread(0, SECOND, "target " + i).firstNanos() / 100_000_000);
    }

    assertThat(tenths).hasSize(10);
  }

  @Test
  void givesTheSamePlaceToTheSameTargetEachTime() {
    assertThat(DueGrid.spread(5, SECOND, "a")).isEqualTo(DueGrid.spread(5, SECOND, "a"));
  }

  @Test
  void findsTheFirstMomentAtOrAfterATime() {
    DueGrid grid = new DueGrid(1_000, 100);

    assertThat(grid.firstAtOrAfter(0)).isZero();
    assertThat(grid.firstAtOrAfter(1_000)).isZero();
    assertThat(grid.firstAtOrAfter(1_001)).isEqualTo(1);
    assertThat(grid.firstAtOrAfter(1_100)).isEqualTo(1);
    assertThat(grid.due(1)).isEqualTo(1_100);
  }

  @Test
  void staysOnTheGridWhereTheClockWrapsAround() {
    DueGrid grid = new DueGrid(Long.MAX_VALUE - 50, 100);
    long now = Long.MIN_VALUE + 10; // 61 ns after the first moment

    assertThat(grid.firstAtOrAfter(now)).isEqualTo(1);
    assertThat(grid.due(1) - now).isEqualTo(39);
  }
}
