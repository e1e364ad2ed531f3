// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts as kernels of several ages have written them.
class FormatsTest {
  @Test
  void readsPressureOfTheCpuInBothLines() {
    String text =
        """
        some avg10=6.80 avg60=20.62 avg300=16.85 total=4149420402
        full avg10=0.00 avg60=0.00 avg300=0.00 total=0
        """;

    assertThat(Pressure.parse(text)).contains(new Pressure(4_149_420_402_000L, Optional.of(0L)));
  }

  @Test
  void readsPressureOfTheCpuWithoutTheLineFullOfNewerKernels() {
    String beforeLinux513 = "some avg10=0.00 avg60=0.12 avg300=0.34 total=62135461\n";

    assertThat(Pressure.parse(beforeLinux513))
        .contains(new Pressure(62_135_461_000L, Optional.empty()));
  }

  @Test
  void findsNoPressureInOtherText() {
    assertThat(Pressure.parse("")).isEmpty();
    assertThat(Pressure.parse("some total=-1\n")).isEmpty();
  }

  @Test
  void readsThrottlingOfVersion2InMicroseconds() {
    String linux61 =
        """
        usage_usec 5181240561
        user_usec 3724130443
        system_usec 1457110118
        core_sched.force_idle_usec 0
        nr_periods 118326
        nr_throttled 3217
        throttled_usec 148013551
        nr_bursts 0
        burst_usec 0
        """;

    assertThat(Throttling.parse(linux61))
        .contains(new Throttling(118_326, 3_217, 148_013_551_000L));
  }

  @Test
  void readsThrottlingOfVersion1InNanoseconds() {
    String text =
        """
        nr_periods 49
        nr_throttled 48
        throttled_time 3782114930
        nr_bursts 0
        burst_time 0
        """;

    assertThat(Throttling.parse(text)).contains(new Throttling(49, 48, 3_782_114_930L));
  }

  @Test
  void findsNoThrottlingInTheRootOfVersion2() {
    String text =
        """
        usage_usec 11673799761
        user_usec 10525257868
        system_usec 1148541893
        nice_usec 0
        """;

    assertThat(Throttling.parse(text)).isEmpty();
  }

  @Test
  void readsMemory() {
    String text =
        """
        MemTotal:       24684084 kB
        MemFree:        24378408 kB
        MemAvailable:   24328280 kB
        Buffers:            3556 kB
        HugePages_Total:       0
        """;

    assertThat(Memory.parse(text)).contains(new Memory(24_684_084L * 1_024, 24_328_280L * 1_024));
    assertThat(Memory.parse("MemTotal:       24684084 kB\n")).isEmpty();
  }

  @Test
  void readsAMemoryLimit() {
    assertThat(Memory.parseBytes("134217728\n")).contains(134_217_728L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max\n",
        "9223372036854771712\n",
        "9223372036854710272\n",
        "18446744073709551615\n",
        ""
      })
  void findsNoMemoryLimit(String text) {
    assertThat(Memory.parseBytes(text)).isEmpty();
  }

  @Test
  void readsCpuTimeByMode() {
    String text =
        """
        cpu  1022750 0 106962 1207129 2029 0 6030 682 17 0
        cpu0 508833 0 51273 608898 404 0 2803 321 0 0
        intr 9120274 0 0
        """;

    CpuTime time = CpuTime.parse(text).orElseThrow();

    assertThat(time.seconds())
        .containsEntry("user", 10_227.5)
        .containsEntry("idle", 12_071.29)
        .containsEntry("steal", 6.82)
        .hasSize(8);
    assertThat(time.stolenNanos()).contains(6_820_000_000L);
  }

  @Test
  void readsTheLoad() {
    assertThat(LoadAverage.parse("0.20 1.36 15.08 1/123 4567\n"))
        .contains(new LoadAverage(0.2, 1.36, 15.08));
    assertThat(LoadAverage.parse("")).isEmpty();
  }
}
