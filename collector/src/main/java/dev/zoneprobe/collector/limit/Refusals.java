// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What was refused: of one snapshot, or of all. Not thread-safe.
final class Refusals {
  private final Map<Limit, Long> series = new EnumMap<>(Limit.class);
  private Optional<Limit> first = Optional.empty();
  private long attempts;

  /// Some series, because of `limit`.
  void refuse(Limit limit, int more) {
    series.merge(limit, (long) more, Long::sum);
    first = first.or(() -> Optional.of(limit));
  }

  /// Attempts that are not even counted.
  void refuseAttempts(long more) {
    attempts += more;
  }

  void add(Refusals other) {
    other.series.forEach((limit, more) -> series.merge(limit, more, Long::sum));
    attempts += other.attempts;
  }

  /// The limit that refused the first of them.
  Optional<Limit> first() {
    return first;
  }

  long series(Limit limit) {
    return series.getOrDefault(limit, 0L);
  }

  int series() {
    return (int) series.values().stream().mapToLong(Long::longValue).sum();
  }

  long attempts() {
    return attempts;
  }
}
