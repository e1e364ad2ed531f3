// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.util.Optional;

/// What a prober reported and what it cost.
///
/// @param connect durations of the connect, if it reports them
/// @param whole durations of the whole probe
/// @param cpuNanos processor time of the prober's process, user and system
/// @param residentKilobytes of the prober's process at the end (VmRSS, proc(5))
public record Reading(
    Optional<LatencyHistogram> connect,
    LatencyHistogram whole,
    long probes,
    long cpuNanos,
    long residentKilobytes) {
  /// Processor time of one probe, in microseconds.
  public double cpuMicrosPerProbe() {
    return cpuNanos / 1e3 / Math.max(1, probes);
  }
}
