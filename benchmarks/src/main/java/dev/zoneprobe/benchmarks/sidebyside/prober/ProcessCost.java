// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has cost so far, as the kernel tells it in `/proc/PID/stat` and
/// `/proc/PID/status` (proc(5)).
record ProcessCost(long cpuNanos, long residentKilobytes) {
  /// The kernel counts in hundredths of a second (`USER_HZ`).
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final int UTIME = 11; // counted from the field after the name
  private static final int STIME = 12;

  static ProcessCost of(Process process) throws IOException {
    Path proc = Path.of("/proc", String.valueOf(process.pid()));
    String stat = Files.readString(proc.resolve("stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    long ticks = Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(STIME));
    return new ProcessCost(ticks * NANOS_PER_TICK, resident(proc.resolve("status")));
  }

  private static long resident(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
