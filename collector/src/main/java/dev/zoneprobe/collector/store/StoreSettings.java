// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the collector keeps what must survive a restart, and how much of it.
///
/// @param directory of the store's file; without one, all is in memory and gone with the process
/// @param commitEvery how long snapshots wait for others, to become durable together
/// @param retention how long minutes of history are kept
/// @param maxBytes how large the store may grow before the oldest history goes early
public record StoreSettings(
    Optional<Path> directory, Duration commitEvery, Duration retention, long maxBytes) {
  /// Reads the section `store`.
  public static StoreSettings read(Section section) {
    return new StoreSettings(
        section.file("directory"),
        section.duration(
            "commitEvery",
            Duration.ofMillis(500),
            new Range<>(Duration.ofMillis(10), Duration.ofSeconds(10))),
        section.duration(
            "retention",
            Duration.ofHours(24),
            new Range<>(Duration.ofHours(1), Duration.ofDays(31))),
        section.bytes("size", 1L << 30, new Range<>(16L << 20, 1L << 40)));
  }
}
