// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.noise;

import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import java.util.List;

record NoiseTable(List<Attempt> idle, List<Attempt> burning) {
  void print() {
    for (SourceState state : SourceState.values()) {
      row("idle", idle, state);
    }
    for (SourceState state : SourceState.values()) {
      row("burning", burning, state);
    }
  }

  private static void row(String name, List<Attempt> all, SourceState state) {
    List<Attempt> of = all.stream().filter(a -> a.circumstances().sourceState() == state).toList();
    System.out.printf(
        "%-8s %-8s n=%5d wrong=%d/%d",
        name,
        state,
        of.size(),
        of.stream().filter(NoiseTable::wrong).count(),
        all.stream().filter(NoiseTable::wrong).count());
    for (Phase phase : List.of(Phase.TCP_CONNECT, Phase.ROUND_TRIP, Phase.LATE)) {
      List<Long> v =
          of.stream()
              .filter(a -> a.phaseNanos().containsKey(phase))
              .map(a -> a.phaseNanos().getOrDefault(phase, 0L))
              .sorted()
              .toList();
      if (!v.isEmpty())
        System.out.printf(
            "  %s n=%d p50=%d p99=%d p999=%d max=%d us",
            phase.label(),
            v.size(),
            v.get(v.size() / 2) / 1000,
            v.get(v.size() * 99 / 100) / 1000,
            v.get((int) (v.size() * 0.999)) / 1000,
            v.getLast() / 1000);
    }
    System.out.println();
  }

  static boolean wrong(Attempt a) {
    Long rtt = a.phaseNanos().get(Phase.KERNEL_RTT);
    if (rtt == null) return false;
    return a.phaseNanos().getOrDefault(Phase.TCP_CONNECT, 0L) - rtt > 5_000_000
        || a.phaseNanos().getOrDefault(Phase.ROUND_TRIP, 0L) - rtt > 5_000_000;
  }
}
