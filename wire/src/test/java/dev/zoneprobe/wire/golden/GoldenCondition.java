// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.golden;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.self.Condition;
import dev.zoneprobe.measure.self.Noise;
import dev.zoneprobe.wire.SnapshotEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What the golden frame of version 4 holds: an agent in trouble, with a long number for each of
/// its troubles.
final class GoldenCondition {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private GoldenCondition() {}

  static IntervalSnapshot snapshot() {
    return new IntervalSnapshot(
            new Source("node-a", "zone-a", "boot-1"),
            new Span(9_000, 9_000, FROM, FROM.plusSeconds(10)),
            List.of())
        .telling(
            new Condition(
                "10.20.30-SNAPSHOT",
                70_000,
                8_640,
                1_234,
                new Noise(9_999_999_999L, 8_888_888_888L)));
  }

  /// Writes the file into the folder `args[0]`, if it does not exist yet.
  static void main(String[] args) throws IOException {
    Path file = Path.of(args[0], "condition.bin");
    if (!Files.exists(file)) {
      Files.write(file, SnapshotEncoder.encode(snapshot()).toByteArray());
    }
  }
}
