// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Resource;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Scope;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Strain;
import dev.zoneprobe.agent.host.kernel.Pressure;
import java.util.List;

/// Whether the host, or the agent's own cgroup, was short of CPU or memory since it was asked last,
/// or the host's CPUs were with another virtual machine. Not thread-safe.
final class PressureWatch {
  private static final long SHARE_THAT_IS_BUSY = 10;

  /// Whose shortage of what makes a host busy.
  static final List<Strain> STRAINS =
      List.of(
          new Strain(Scope.HOST, Resource.CPU),
          new Strain(Scope.HOST, Resource.MEMORY),
          new Strain(Scope.CGROUP, Resource.CPU),
          new Strain(Scope.CGROUP, Resource.MEMORY));

  private final List<Growth> waits;
  private final StolenTime stolen;

  PressureWatch(KernelCounters kernel) {
    waits =
        STRAINS.stream()
            .map(strain -> new Growth(() -> kernel.pressure(strain).map(Pressure::someNanos)))
            .toList();
    stolen = new StolenTime(kernel);
  }

  /// Whether tasks waited for a tenth of the time or more, or any time was stolen.
  ///
  /// @param elapsedNanos since it was asked last
  boolean wasBusy(long elapsedNanos) {
    long longest = 0;
    for (Growth wait : waits) {
      longest = Math.max(longest, wait.nanosSinceLastAsked());
    }
    boolean waited = longest > 0 && longest >= elapsedNanos / SHARE_THAT_IS_BUSY;
    return stolen.hasGrown(elapsedNanos) || waited;
  }
}
