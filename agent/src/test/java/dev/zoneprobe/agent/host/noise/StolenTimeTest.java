// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.host.kernel.HostFiles;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StolenTimeTest {
  private static final long WINDOW_NANOS = 100_000_000;

  @TempDir private Path root;

  @Test
  void asksAHostThatNeverLostAnythingSeldom() {
    try (KernelCounters kernel = afterTicks(0).open()) {
      StolenTime stolen = new StolenTime(kernel);
      afterTicks(1);

      assertThat(stolen.hasGrown(StolenTime.SELDOM_NANOS - 1)).isFalse();
      assertThat(stolen.hasGrown(1)).isTrue();
    }
  }

  @Test
  void asksEveryTimeFromTheFirstLossOn() {
    try (KernelCounters kernel = afterTicks(0).open()) {
      StolenTime stolen = new StolenTime(kernel);
      afterTicks(1);
      assertThat(stolen.hasGrown(StolenTime.SELDOM_NANOS)).isTrue();

      assertThat(stolen.hasGrown(WINDOW_NANOS)).isFalse();
      afterTicks(2);
      assertThat(stolen.hasGrown(WINDOW_NANOS)).isTrue();
    }
  }

  @Test
  void seesNothingWhereTheKernelDoesNotTell() {
    try (KernelCounters kernel = new HostFiles(root).with("proc/stat", "cpu 1 2 3 4\n").open()) {
      assertThat(new StolenTime(kernel).hasGrown(StolenTime.SELDOM_NANOS)).isFalse();
    }
  }

  private HostFiles afterTicks(long ticks) {
    return new HostFiles(root).with("proc/stat", "cpu 1 2 3 4 5 6 7 %d 0 0\n".formatted(ticks));
  }
}
