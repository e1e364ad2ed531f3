// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.golden;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.wire.SnapshotEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What the golden frame of version 3 holds: attempts by the node that they went to, one with both
/// phases, one with neither.
final class GoldenPeers {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private GoldenPeers() {}

  static IntervalSnapshot snapshot() {
    return new IntervalSnapshot(
        new Source("node-a", "zone-a", "boot-1"),
        new Span(4, 4, FROM, FROM.plusSeconds(10)),
        List.of(),
        List.of(
            new PeerInterval(
                "node-b", "Zürich", 3, 1, durations(400_000, 410_000), durations(1_500_000)),
            new PeerInterval("node-c", "zone-c", 0, 2, durations(), durations())));
  }

  private static LatencyHistogram durations(long... nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long one : nanos) {
      histogram.record(one);
    }
    return histogram;
  }

  /// Writes the file into the folder `args[0]`, if it does not exist yet.
  static void main(String[] args) throws IOException {
    Path file = Path.of(args[0], "peers.bin");
    if (!Files.exists(file)) {
      Files.write(file, SnapshotEncoder.encode(snapshot()).toByteArray());
    }
  }
}
