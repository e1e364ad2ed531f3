// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has cost so far, as the kernel tells it in `/proc/PID/stat` and
/// `/proc/PID/status` (proc(5)).
///
/// @param cpuNanos processor time, user and system, of all its threads
/// @param residentKilobytes now (VmRSS)
/// @param peakKilobytes the most that was ever resident (VmHWM)
public record ProcessCost(long cpuNanos, long residentKilobytes, long peakKilobytes) {
  /// The kernel counts in hundredths of a second (`USER_HZ`).
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final int UTIME = 11; // counted from the field after the name
  private static final int STIME = 12;

  /// What `process` has cost until now.
  ///
  /// @throws IOException if it has ended
  public static ProcessCost of(ProcessHandle process) throws IOException {
    Path proc = Path.of("/proc", String.valueOf(process.pid()));
    String stat = Files.readString(proc.resolve("stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    long ticks = Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(STIME));
    List<String> status = Files.readAllLines(proc.resolve("status"));
    return new ProcessCost(
        ticks * NANOS_PER_TICK, kilobytes(status, "VmRSS:"), kilobytes(status, "VmHWM:"));
  }

  private static long kilobytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
