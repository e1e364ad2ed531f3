// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.host.kernel.KernelCounters.Resource;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Scope;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Strain;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KernelCountersTest {
  private static final Strain HOST_CPU = new Strain(Scope.HOST, Resource.CPU);

  @TempDir private Path root;

  private HostFiles containerOfVersion2() {
    return new HostFiles(root)
        .with("proc/self/cgroup", "0::/\n")
        .with("proc/self/mountinfo", "9 8 0:29 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n")
        .with("sys/fs/cgroup/cpu.stat", "nr_periods 9\nnr_throttled 2\nthrottled_usec 7\n")
        .with("sys/fs/cgroup/memory.max", "max\n")
        .with("sys/fs/cgroup/memory.current", "52428800\n")
        .withPressure("sys/fs/cgroup/cpu.pressure", 21, 20);
  }

  @Test
  void readsTheCgroupOfAContainer() {
    try (KernelCounters kernel = containerOfVersion2().open()) {
      assertThat(kernel.throttling()).contains(new Throttling(9, 2, 7_000));
      assertThat(kernel.memoryUsedBytes()).contains(52_428_800L);
      assertThat(kernel.memoryLimitBytes()).isEmpty();
      assertThat(kernel.pressure(new Strain(Scope.CGROUP, Resource.CPU)))
          .map(Pressure::someNanos)
          .contains(21_000L);
      assertThat(kernel.pressure(HOST_CPU)).isEmpty();
    }
  }

  @Test
  void readsAnewEachTime() {
    HostFiles files = new HostFiles(root).withPressure("proc/pressure/cpu", 5, 0);
    try (KernelCounters kernel = files.open()) {
      assertThat(kernel.pressure(HOST_CPU)).map(Pressure::someNanos).contains(5_000L);

      files.withPressure("proc/pressure/cpu", 1_234_567, 0);

      assertThat(kernel.pressure(HOST_CPU)).map(Pressure::someNanos).contains(1_234_567_000L);
    }
  }

  @Test
  void isEmptyWhereThereIsNoLinux() {
    try (KernelCounters kernel = new HostFiles(root).open()) {
      assertThat(kernel.pressure(HOST_CPU)).isEmpty();
      assertThat(kernel.throttling()).isEmpty();
      assertThat(kernel.memoryLimitBytes()).isEmpty();
      assertThat(kernel.memoryUsedBytes()).isEmpty();
      assertThat(kernel.cpuTime()).isEmpty();
      assertThat(kernel.memory()).isEmpty();
      assertThat(kernel.load()).isEmpty();
    }
  }

  @Test
  void isEmptyWhenClosed() {
    KernelCounters kernel = containerOfVersion2().open();

    kernel.close();

    assertThat(kernel.throttling()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisHost() {
    try (KernelCounters kernel = new KernelCounters(Path.of("/"))) {
      assertThat(kernel.cpuTime()).hasValueSatisfying(cpu -> assertThat(cpu.seconds()).hasSize(8));
      assertThat(kernel.memory())
          .hasValueSatisfying(
              memory -> assertThat(memory.availableBytes()).isBetween(1L, memory.totalBytes()));
      assertThat(kernel.load()).isPresent();
    }
  }
}
