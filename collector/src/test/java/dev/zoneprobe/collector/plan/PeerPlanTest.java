// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerPlanTest {
  private static final Peer A1 = peer("a1", "zone-a");
  private static final Peer A2 = peer("a2", "zone-a");
  private static final Peer B1 = peer("b1", "zone-b");

  private final PeerPlan plan = plan(3, List.of(A1, A2, B1));

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

  @Test
  void leavesOutWhoIsAway() {
    Topology topology = new Topology(List.of(A1), List.of(A2, B1), Map.of());

    assertThat(plan(3, topology).peersFor("a2")).containsExactly(A1);
    assertThat(plan(3, topology).peersFor("a1")).isEmpty();
  }

  @Test
  void followsTheTopology() {
    LiveTopology live = new LiveTopology(new Topology(List.of(A1)), InstantSource.system());
    PeerPlan following = new PeerPlan(live, new PlanSettings(3));
    assertThat(following.peersFor("b1")).containsExactly(A1);

    live.replace(new Topology(List.of(A1, A2)));

    assertThat(following.peersFor("b1")).containsExactly(A1, A2);
  }

  @ParameterizedTest
  @CsvSource({"5, 2, 3", "60, 3, 3", "900, 9, 3", "1000, 4, 1", "700, 7, 8"})
  void measuresEveryZonePairWithAsManyPeersAsWanted(int nodes, int zones, int wanted) {
    List<Peer> peers = skewed(nodes, zones, nodes);
    Map<String, Long> sizes = new Topology(peers).nodesByZone();
    PeerPlan wide = plan(wanted, peers);

    for (Peer prober : peers) {
      Map<String, List<Peer>> byZone =
          wide.peersFor(prober.node()).stream().collect(Collectors.groupingBy(Peer::zone));
      assertThat(byZone.keySet()).isEqualTo(sizes.keySet());
      byZone.forEach((zone, chosen) -> {
        long others = sizes.getOrDefault(zone, 0L) - (zone.equals(prober.zone()) ? 1 : 0);
        assertThat(chosen).doesNotHaveDuplicates().hasSize(Math.clamp(others, 1, wanted));
        assertThat(chosen.contains(prober)).isEqualTo(others == 0);
      });
    }
  }

  @Test
  void aNodeThatComesOrGoesChangesItsOwnProbesAndNoOthers() {
    List<Peer> peers = skewed(300, 5, 7);
    Peer goes = peers.get(41);
    List<Peer> left = new ArrayList<>(peers);
    left.remove(goes);
    PeerPlan before = plan(3, peers);
    PeerPlan after = plan(3, left);

    int replaced = 0;
    for (Peer prober : left) {
      Set<Peer> lost = new HashSet<>(before.peersFor(prober.node()));
      Set<Peer> gained = new HashSet<>(after.peersFor(prober.node()));
      Set<Peer> kept = new HashSet<>(lost);
      kept.retainAll(gained);
      lost.removeAll(kept);
      gained.removeAll(kept);
      assertThat(lost).isSubsetOf(goes);
      assertThat(gained.size()).isLessThanOrEqualTo(lost.size());
      replaced += lost.size();
    }
    assertThat(replaced).isPositive().isLessThan(60);
  }

  @Test
  void spreadsProbesOverTheNodesOfAZone() {
    List<Peer> peers = skewed(2_000, 2, 3);
    PeerPlan wide = plan(3, peers);
    Map<String, Integer> probed = new HashMap<>();

    peers.forEach(prober ->
        wide.peersFor(prober.node()).forEach(one -> probed.merge(one.node(), 1, Integer::sum)));

    Map<String, Long> sizes = new Topology(peers).nodesByZone();
    for (Peer peer : peers) {
      double mean = 3.0 * peers.size() / sizes.getOrDefault(peer.zone(), 0L);
      assertThat((double) probed.getOrDefault(peer.node(), 0))
          .isBetween(mean - 6 * Math.sqrt(mean), mean + 7 * Math.sqrt(mean));
    }
  }

  /// The first zones have the most nodes; each has one at least.
  private static List<Peer> skewed(int nodes, int zones, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Peer> peers = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      int zone = node < zones ? node : random.nextInt(1 + random.nextInt(zones));
      peers.add(peer("node-%d.test".formatted(node), "zone-" + zone));
    }
    return peers;
  }

  private static PeerPlan plan(int wanted, List<Peer> peers) {
    return plan(wanted, new Topology(peers));
  }

  private static PeerPlan plan(int wanted, Topology topology) {
    return new PeerPlan(
        new LiveTopology(topology, InstantSource.system()), new PlanSettings(wanted));
  }

  private static Peer peer(String node, String zone) {
    return new Peer(node, zone, node + ".test", new Peer.Ports(8780, 8781, 8782));
  }
}
