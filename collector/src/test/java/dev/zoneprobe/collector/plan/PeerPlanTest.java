// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerPlanTest {
  private static final Peer A1 = peer("a1", "zone-a");
  private static final Peer A2 = peer("a2", "zone-a");
  private static final Peer B1 = peer("b1", "zone-b");

  private final PeerPlan plan = new PeerPlan(new Topology(List.of(A1, A2, B1)));

  @Test
  void letsANodeProbeAllOthers() {
    assertThat(plan.peersFor("a1")).containsExactly(A2, B1);
  }

  @Test
  void letsANodeThatIsAloneInItsZoneProbeItself() {
    assertThat(plan.peersFor("b1")).containsExactly(A1, A2, B1);
  }

  @Test
  void letsAStrangerProbeEverybody() {
    assertThat(plan.peersFor("z9")).containsExactly(A1, A2, B1);
  }

  private static Peer peer(String node, String zone) {
    return new Peer(node, zone, node + ".test", new Peer.Ports(8780, 8781, 8782));
  }
}
