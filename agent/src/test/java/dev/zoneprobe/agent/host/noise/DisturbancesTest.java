// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DisturbancesTest {
  private final Disturbances disturbances = new Disturbances();

  @Test
  void addsUpTheLengthsOfThoseThatOverlap() {
    disturbances.add(0, 10, 1);
    disturbances.add(20, 30, 2);
    disturbances.add(40, 50, 4);

    assertThat(disturbances.nanosWithin(10, 20)).isEqualTo(3);
    assertThat(disturbances.nanosWithin(11, 19)).isZero();
    assertThat(disturbances.nanosWithin(45, 100)).isEqualTo(4);
  }

  @Test
  void forgetsTheOldest() {
    for (int i = 0; i <= Disturbances.KEPT; i++) {
      disturbances.add(10L * i, 10L * i, 1);
    }

    assertThat(disturbances.nanosWithin(0, Long.MAX_VALUE)).isEqualTo(Disturbances.KEPT);
  }

  @Test
  void remembersEnoughToStallTheLongestAttempt() {
    long longestAttempt = Duration.ofMinutes(1).toNanos();

    assertThat(Disturbances.KEPT * SourceJudge.SHORTEST_STALL_NANOS)
        .isGreaterThan(longestAttempt / 100);
  }
}
