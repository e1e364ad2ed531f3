// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.host.kernel.HostFiles;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMetricsTest {
  @TempDir private Path root;

  private static String scrape(HostFiles files) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (KernelCounters kernel = files.open()) {
      ExpositionFormats.init()
          .getPrometheusTextFormatWriter()
          .write(text, new HostMetrics(kernel, "node-a").collect());
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tellsWhatTheHostDoes() throws IOException {
    HostFiles files =
        new HostFiles(root)
            .withPressure("proc/pressure/io", 2_500_000, 1_250_000)
            .with("proc/stat", "cpu  100 0 200 300 0 0 0 50 0 0\n")
            .with("proc/loadavg", "0.50 1.50 2.50 1/100 200\n")
            .with("proc/meminfo", "MemTotal: 2048 kB\nMemFree: 1 kB\nMemAvailable: 1024 kB\n");

    assertThat(scrape(files))
        .contains(
            "zoneprobe_host_pressure_waiting_seconds_total{node=\"node-a\",resource=\"io\"} 2.5\n",
            "zoneprobe_host_pressure_stalled_seconds_total{node=\"node-a\",resource=\"io\"} 1.25\n",
            "zoneprobe_host_cpu_seconds_total{mode=\"steal\",node=\"node-a\"} 0.5\n",
            "zoneprobe_host_load5{node=\"node-a\"} 1.5\n",
            "zoneprobe_host_memory_total_bytes{node=\"node-a\"} 2097152.0\n",
            "zoneprobe_host_memory_available_bytes{node=\"node-a\"} 1048576.0\n");
  }

  @Test
  void tellsWhatTheAgentMayUse() throws IOException {
    HostFiles files =
        new HostFiles(root)
            .with("proc/self/cgroup", "0::/\n")
            .with("proc/self/mountinfo", "9 8 0:29 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n")
            .with("sys/fs/cgroup/cpu.stat", "nr_periods 9\nnr_throttled 2\nthrottled_usec 500000\n")
            .with("sys/fs/cgroup/memory.max", "134217728\n")
            .with("sys/fs/cgroup/memory.current", "52428800\n")
            .withPressure("sys/fs/cgroup/cpu.pressure", 3_000_000, 0);

    assertThat(scrape(files))
        .contains(
            "zoneprobe_agent_cpu_periods_total{node=\"node-a\"} 9.0\n",
            "zoneprobe_agent_cpu_throttled_periods_total{node=\"node-a\"} 2.0\n",
            "zoneprobe_agent_cpu_throttled_seconds_total{node=\"node-a\"} 0.5\n",
            "zoneprobe_agent_memory_limit_bytes{node=\"node-a\"} 1.34217728E8\n",
            "zoneprobe_agent_memory_used_bytes{node=\"node-a\"} 5.24288E7\n",
            "zoneprobe_agent_pressure_waiting_seconds_total{node=\"node-a\",resource=\"cpu\"} 3.0\n");
  }

  @Test
  void saysNothingWhereThereIsNothing() throws IOException {
    assertThat(scrape(new HostFiles(root))).isEmpty();
  }
}
