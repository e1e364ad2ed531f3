// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.wire.proto.Source;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// How many agents there are, where, and how often each reports.
///
/// @param zones that the agents' nodes are spread over
/// @param agentsOnAConnection real agents have one each; a collector takes up to 8
public record FleetSettings(
    int agents, List<String> zones, Duration interval, int agentsOnAConnection) {
  /// A collector takes 16 calls on a connection, of which an agent makes two.
  public static final int MOST_AGENTS_ON_A_CONNECTION = 8;

  /// Refuses a fleet of nothing, and connections that are too full.
  public FleetSettings {
    zones = List.copyOf(zones);
    if (agents < 1 || zones.isEmpty() || !interval.isPositive()) {
      throw new IllegalArgumentException(
          "%d agents in %d zones every %s".formatted(agents, zones.size(), interval));
    }
    if (agentsOnAConnection < 1 || agentsOnAConnection > MOST_AGENTS_ON_A_CONNECTION) {
      throw new IllegalArgumentException(
          "%d agents on a connection; 1 to %d are possible"
              .formatted(agentsOnAConnection, MOST_AGENTS_ON_A_CONNECTION));
    }
  }

  /// Who the agent of this index is, in a boot of its own.
  Source source(int index) {
    return Source.newBuilder()
        .setNode("load-node-" + index)
        .setZone(zones.get(index % zones.size()))
        .setBootId(UUID.randomUUID().toString())
        .build();
  }
}
