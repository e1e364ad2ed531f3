// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.outage;

import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.e2e.kit.time.RealTime;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A server that stops for two seconds in every ten, and what that does to whoever is due
/// meanwhile.
final class Freezes {
  private static final Duration WORKS = Duration.ofSeconds(8);
  private static final Duration STOPS = Duration.ofSeconds(2);
  private static final long GRID_NANOS = Duration.ofMillis(1).toNanos();

  private final NanoClock clock = NanoClock.SYSTEM;
  private final List<Freeze> freezes = new ArrayList<>();
  private final long beginNanos = clock.nanos();

  /// By the clock of the test; the signals themselves take microseconds.
  private record Freeze(long fromNanos, long toNanos) {}

  /// Lets the server work and stop `cycles` times; stops are in the middle of each cycle. Returns
  /// after the last.
  void run(Nginx nginx, int cycles) {
    for (int cycle = 0; cycle < cycles; cycle++) {
      long start = beginNanos + cycle * WORKS.plus(STOPS).toNanos();
      await(start + WORKS.toNanos() / 2);
      long from = clock.nanos();
      nginx.freeze();
      await(start + WORKS.toNanos() / 2 + STOPS.toNanos());
      nginx.thaw();
      freezes.add(new Freeze(from, clock.nanos()));
      await(start + WORKS.plus(STOPS).toNanos());
    }
  }

  private void await(long nanos) {
    RealTime.passes(
        Duration.ofNanos(nanos - clock.nanos()),
        "a server works for a while, and stops for a while");
  }

  /// What a prober without faults would have measured until now, against a server that answers at
  /// once while it works: from each moment to the end of the freeze that it falls into.
  LatencyHistogram truth() {
    LatencyHistogram truth = new LatencyHistogram();
    for (long due = beginNanos; due - clock.nanos() < 0; due += GRID_NANOS) {
      truth.record(response(due));
    }
    return truth;
  }

  private long response(long due) {
    return freezes.stream()
        .filter(freeze -> due - freeze.fromNanos >= 0 && due - freeze.toNanos < 0)
        .mapToLong(freeze -> freeze.toNanos - due)
        .findFirst()
        .orElse(0);
  }
}
