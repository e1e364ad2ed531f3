// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import dev.zoneprobe.collector.plan.graph.GraphSettings;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.time.Duration;

/// How much is probed.
///
/// @param rotation how long an epoch lasts: a fifth of the edges are others in the next one
public record PlanSettings(GraphSettings graph, Duration rotation) {
  private static final int MOST_PEERS = 500;

  /// Reads the section `plan`.
  public static PlanSettings read(Section section) {
    GraphSettings usual = GraphSettings.DEFAULT;
    int peers = section.integer("peersPerNode", usual.peersPerNode(), new Range<>(1, MOST_PEERS));
    int most =
        section.integer("mostPeersPerNode", usual.mostPeersPerNode(), new Range<>(1, MOST_PEERS));
    if (most < peers) {
      section.mistake("mostPeersPerNode", "less than peersPerNode, which is " + peers);
    }
    return new PlanSettings(
        new GraphSettings(
            peers,
            section.integer("edgesPerZonePair", usual.edgesPerZonePair(), new Range<>(1, 1_000)),
            Math.max(peers, most),
            section.integer("mostEdges", usual.mostEdges(), new Range<>(1, 10_000_000))),
        section.duration(
            "rotation",
            Duration.ofHours(1),
            new Range<>(Duration.ofMinutes(1), Duration.ofHours(24))));
  }
}
