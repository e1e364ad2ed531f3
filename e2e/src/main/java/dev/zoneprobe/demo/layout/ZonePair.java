// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.layout;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A way through the demo's network, from where is probed to what is probed.
public record ZonePair(Zone source, Zone destination) {
  /// All nine, those within a zone included, in the order of the table.
  public static List<ZonePair> all() {
    return Stream.of(Zone.values()).flatMap(ZonePair::from).toList();
  }

  /// The three that begin in `source`.
  public static Stream<ZonePair> from(Zone source) {
    return Stream.of(Zone.values()).map(destination -> new ZonePair(source, destination));
  }

  /// What the simulation adds to each round trip: nothing within a zone.
  public Duration extraRoundTrip() {
    Set<Zone> ends = EnumSet.of(source, destination);
    if (ends.size() == 1) {
      return Duration.ZERO;
    }
    if (!ends.contains(Zone.C)) {
      return Duration.ofMillis(2);
    }
    return Duration.ofMillis(ends.contains(Zone.A) ? 8 : 4);
  }
}
