// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The host's memory: `MemTotal` and `MemAvailable` of `/proc/meminfo`.
public record Memory(long totalBytes, long availableBytes) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");

  /// Version 1 writes the largest multiple of a page where there is no limit.
  private static final long NO_LIMIT = Long.MAX_VALUE & -(64L << 10);

  /// Empty if one of the two is missing, as `MemAvailable` is before Linux 3.14.
  static Optional<Memory> parse(String text) {
    Map<String, Long> kibibytes = NumberLines.parse(text);
    Optional<Long> total = Optional.ofNullable(kibibytes.get("MemTotal"));
    Optional<Long> available = Optional.ofNullable(kibibytes.get("MemAvailable"));
    return total.flatMap(all -> available.map(free -> new Memory(all << 10, free << 10)));
  }

  /// A cgroup's number of bytes: `memory.max` and `memory.current` of version 2, and what is called
  /// otherwise in version 1. Empty where there is no limit.
  static Optional<Long> parseBytes(String text) {
    return Optional.of(text.strip())
        .filter(number -> NUMBER.matcher(number).matches())
        .map(Memory::saturated)
        .filter(bytes -> bytes < NO_LIMIT);
  }

  private static long saturated(String number) {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
