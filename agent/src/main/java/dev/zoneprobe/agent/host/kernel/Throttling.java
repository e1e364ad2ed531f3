// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.util.Map;
import java.util.Optional;

/// How often and for how long a cgroup's CPU limit has held its tasks up: the file `cpu.stat`.
///
/// @param periods enforcement periods in which the cgroup had something to run
/// @param throttledPeriods those in which it used up its quota
/// @param throttledNanos how long it was held up, summed over CPUs
public record Throttling(long periods, long throttledPeriods, long throttledNanos) {

  /// Reads the file of version 1 (`throttled_time`, nanoseconds) and of version 2
  /// (`throttled_usec`, microseconds). Empty if the cgroup cannot be limited, as the root of
  /// version 2.
  static Optional<Throttling> parse(String text) {
    Map<String, Long> numbers = NumberLines.parse(text);
    Optional<Long> nanos =
        Optional.ofNullable(numbers.get("throttled_time"))
            .or(() -> Optional.ofNullable(numbers.get("throttled_usec")).map(usec -> usec * 1_000));
    return nanos.map(throttled ->
        new Throttling(
            numbers.getOrDefault("nr_periods", 0L),
            numbers.getOrDefault("nr_throttled", 0L),
            throttled));
  }
}
