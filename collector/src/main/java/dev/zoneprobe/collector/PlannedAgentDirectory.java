// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.ingest.plan.AgentDirectory;
import dev.zoneprobe.collector.plan.PeerPlan;
import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.Peer;
import java.util.List;
import java.util.Optional;

/// What the intake learns of plan and topology without knowing them.
record PlannedAgentDirectory(PeerPlan plan, LiveTopology topology) implements AgentDirectory {
  @Override
  public boolean areKnown() {
    return topology.isKnown();
  }

  @Override
  public List<Peer> peersFor(String node) {
    return plan.peersFor(node);
  }

  @Override
  public Optional<String> zoneOf(String node, String said) {
    return topology.zoneOf(node, said);
  }

  @Override
  public Optional<String> zoneOf(String node) {
    return topology.zoneOf(node);
  }
}
