// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.plan;

import dev.zoneprobe.collector.topology.Peer;
import java.util.List;
import java.util.Optional;

/// What the collector knows about an agent that the agent does not. Thread-safe.
public interface AgentDirectory {
  /// Whether it is known yet who there is; once it is, it stays so.
  boolean areKnown();

  /// The peers that the agent on `node` is to probe.
  List<Peer> peersFor(String node);

  /// The zone of `node`, whose agent says that it is in `said`. Absent if that agent is to ask
  /// again, because somebody else may soon know.
  Optional<String> zoneOf(String node, String said);

  /// The zone of `node`, if it is known.
  Optional<String> zoneOf(String node);
}
