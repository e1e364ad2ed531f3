// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the host's CPUs have done since it started: the first line of `/proc/stat`, proc_stat(5).
///
/// @param seconds by mode, summed over CPUs; modes that this kernel does not know are absent
public record CpuTime(Map<String, Double> seconds) {
  private static final List<String> MODES =
      List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on all platforms of Java
  private static final double NANOS_PER_SECOND = 1e9;

  /// Empty if `text` does not begin as it should.
  static Optional<CpuTime> parse(String text) {
    String[] words = text.lines().findFirst().orElse("").split(" +", -1);
    if (!words[0].equals("cpu")) {
      return Optional.empty();
    }
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(MODES.size(), words.length - 1); i++) {
      seconds.put(MODES.get(i), Double.parseDouble(words[i + 1]) / TICKS_PER_SECOND);
    }
    return Optional.of(new CpuTime(seconds));
  }

  /// For how long a hypervisor had others run although there was something to do here, to 10 ms.
  public Optional<Long> stolenNanos() {
    return Optional.ofNullable(seconds.get("steal"))
        .map(stolen -> Math.round(stolen * NANOS_PER_SECOND));
  }
}
