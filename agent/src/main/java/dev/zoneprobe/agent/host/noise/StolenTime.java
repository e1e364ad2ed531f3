// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import dev.zoneprobe.agent.host.kernel.CpuTime;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import java.util.concurrent.TimeUnit;

/// Whether a hypervisor took the host's CPUs away since it was asked last. Not thread-safe.
///
/// `/proc/stat` is a long file on a host with many CPUs and interrupts. A host that has never lost
/// anything is likely no virtual machine, and is asked every [#SELDOM_NANOS] only.
final class StolenTime {
  static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Growth stolen;
  private boolean ever;
  private long unaskedNanos;

  StolenTime(KernelCounters kernel) {
    this.stolen = new Growth(() -> kernel.cpuTime().flatMap(CpuTime::stolenNanos));
    this.ever = kernel.cpuTime().flatMap(CpuTime::stolenNanos).orElse(0L) > 0;
  }

  /// Whether it was one tick of the kernel or more, which is 10 ms of one CPU.
  ///
  /// @param elapsedNanos since it was asked last
  boolean hasGrown(long elapsedNanos) {
    unaskedNanos += elapsedNanos;
    if (!ever && unaskedNanos < SELDOM_NANOS) {
      return false;
    }
    unaskedNanos = 0;
    boolean grown = stolen.nanosSinceLastAsked() > 0;
    ever |= grown;
    return grown;
  }
}
