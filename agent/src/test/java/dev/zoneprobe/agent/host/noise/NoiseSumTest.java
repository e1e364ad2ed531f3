// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.self.Noise;
import org.junit.jupiter.api.Test;

class NoiseSumTest {
  private static final long MILLI = 1_000_000;
  private static final long WINDOW = 100 * MILLI;

  private final NoiseSum sum = new NoiseSum();

  @Test
  void countsAStallOnceThatEveryCauseNoticed() {
    sum.tick(20 * MILLI, 25 * MILLI);
    sum.tick(10 * MILLI, 0);
    sum.closeWindow(30 * MILLI, WINDOW);

    assertThat(sum.sinceLastAsked()).isEqualTo(new Noise(35 * MILLI, 25 * MILLI));
  }

  @Test
  void takesWhatTheKernelNoticedIfThatIsMore() {
    sum.tick(20 * MILLI, 0);
    sum.closeWindow(60 * MILLI, WINDOW);

    assertThat(sum.sinceLastAsked()).isEqualTo(new Noise(60 * MILLI, 60 * MILLI));
  }

  @Test
  void isNeverLongerThanTheWindow() {
    sum.closeWindow(4 * WINDOW, WINDOW); // several CPUs were throttled at once

    assertThat(sum.sinceLastAsked()).isEqualTo(new Noise(WINDOW, WINDOW));
  }

  @Test
  void leavesOutWhatIsShorterThanAMillisecond() {
    sum.tick(MILLI - 1, MILLI - 1);
    sum.tick(MILLI, 0);
    sum.closeWindow(MILLI - 1, WINDOW);

    assertThat(sum.sinceLastAsked()).isEqualTo(new Noise(MILLI, MILLI));
  }

  @Test
  void tellsEachWindowOnce() {
    sum.tick(2 * MILLI, 0);
    sum.closeWindow(0, WINDOW);
    sum.tick(3 * MILLI, 0);

    assertThat(sum.sinceLastAsked()).isEqualTo(new Noise(2 * MILLI, 2 * MILLI));
    assertThat(sum.sinceLastAsked()).isEqualTo(Noise.NONE);
    sum.closeWindow(0, WINDOW);
    assertThat(sum.sinceLastAsked()).isEqualTo(new Noise(3 * MILLI, 3 * MILLI));
  }
}
