// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.host.kernel.KernelCounters.Resource;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Scope;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Strain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Files of a throttled pod, as Linux 6.1 with cgroup v2 gave them; their README tells how.
class RealSystemTest {
  private static final Path ROOT = Path.of("src/test/resources/linux-6.1-cgroup2");

  @Test
  void findsTheCgroupOfThePod() {
    assertThat(new OwnCgroup(ROOT).unified())
        .contains(ROOT.resolve("sys/fs/cgroup/kubepods.slice/kubepods-pod7f.slice/cri-2b"));
    assertThat(new OwnCgroup(ROOT).version1("cpu")).isEmpty();
  }

  @Test
  void readsHowThePodIsThrottledAndHowMuchMemoryItHas() {
    try (KernelCounters kernel = new KernelCounters(ROOT)) {
      assertThat(kernel.throttling()).contains(new Throttling(178, 177, 31_433_435_000L));
      assertThat(kernel.memoryLimitBytes()).contains(134_217_728L);
      assertThat(kernel.memoryUsedBytes()).contains(21_975_040L);
    }
  }

  @Test
  void readsThePressureOfThePodAndOfItsHost() {
    try (KernelCounters kernel = new KernelCounters(ROOT)) {
      assertThat(kernel.pressure(new Strain(Scope.CGROUP, Resource.CPU)))
          .contains(new Pressure(17_525_140_000L, Optional.of(16_428_979_000L)));
      assertThat(kernel.pressure(new Strain(Scope.HOST, Resource.CPU)))
          .contains(new Pressure(13_823_923_000L, Optional.of(0L)));
    }
  }

  @Test
  void findsThatTheRootOfVersion2IsNeverThrottled() throws IOException {
    assertThat(Throttling.parse(Files.readString(ROOT.resolve("sys/fs/cgroup/cpu.stat"))))
        .contains(new Throttling(0, 0, 0));
  }
}
