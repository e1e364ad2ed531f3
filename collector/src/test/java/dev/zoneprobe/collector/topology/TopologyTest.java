// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TopologyTest {
  private static final HostFacts HOST =
      new HostFacts(
          Optional.of("zone-a"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static Peer peer(String node) {
    return new Peer(node, "zone-a", node + ".test", new Peer.Ports(1, 2, 3));
  }

  @Test
  void lacksANodeThatHasNeitherAnAgentNorAHost() {
    Topology topology = new Topology(List.of(peer("n1")), List.of(peer("n2")), Map.of("n3", HOST));

    assertThat(List.of("n1", "n2", "n3", "n4"))
        .filteredOn(topology.lacking())
        .containsExactly("n4");
  }

  @Test
  void lacksNobodyWhereNothingIsKnown() {
    assertThat(Topology.NOTHING.lacking()).rejects("n1");
  }
}
