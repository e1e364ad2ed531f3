// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.plan.graph.GraphSettings;
import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeerPlanTest {
  private static final Peer A1 = peer("a1", "zone-a");
  private static final Peer A2 = peer("a2", "zone-a");
  private static final Peer B1 = peer("b1", "zone-b");
  private static final Duration ROTATION = Duration.ofHours(1);

  private final SteppingClock clock = new SteppingClock(Instant.parse("2026-11-27T12:00:00Z"));
  private final LiveTopology live = new LiveTopology(new Topology(List.of(A1, A2, B1)), clock);
  private final PeerPlan plan = plan();

  @Test
  void letsANodeProbeAllOthersOfASmallCluster() {
    assertThat(plan.peersFor("a1")).containsExactlyInAnyOrder(A2, B1);
  }

  @Test
  void letsANodeThatIsAloneInItsZoneProbeItself() {
    assertThat(plan.peersFor("b1")).containsExactlyInAnyOrder(A1, A2, B1);
  }

  @Test
  void letsAStrangerProbeEverybody() {
    assertThat(plan.peersFor("z9")).containsExactlyInAnyOrder(A1, A2, B1);
  }

  @Test
  void leavesOutWhoIsAway() {
    live.replace(new Topology(List.of(A1, B1), List.of(A2), Map.of()));

    assertThat(plan.peersFor("b1")).containsExactlyInAnyOrder(A1, B1);
    assertThat(plan.peersFor("a2")).containsExactlyInAnyOrder(A1, B1);
  }

  @Test
  void followsTheTopology() {
    Peer b2 = peer("b2", "zone-b");

    live.replace(new Topology(List.of(A1, A2, B1, b2)));

    assertThat(plan.peersFor("b1")).containsExactlyInAnyOrder(A1, A2, b2);
  }

  @Test
  void letsALargeClusterProbeOthersInTheNextEpoch() {
    live.replace(
        new Topology(
            IntStream.range(0, 400).mapToObj(i -> peer("node-" + i, "zone-" + i % 3)).toList()));
    List<List<Peer>> before = peersOfAll();
    assertThat(before).allSatisfy(peers -> assertThat(peers).hasSize(12));
    assertThat(peersOfAll()).isEqualTo(before);

    clock.advance(ROTATION);

    assertThat(peersOfAll()).isNotEqualTo(before);
  }

  /// In this cluster what is computed from names alone would change too much (decision 0049).
  @Test
  void goesOnFromThePlanBeforeUntilTheEpochEnds() {
    clock.leap(Duration.between(clock.instant(), Instant.EPOCH.plus(ROTATION.multipliedBy(284))));
    List<Peer> nodes = new ArrayList<>();
    int[] sizes = {294, 7, 4, 4, 3, 5, 27, 18};
    for (int zone = 0; zone < sizes.length; zone++) {
      for (int node = 0; node < sizes[zone]; node++) {
        nodes.add(peer("node-" + zone + "-" + node, "zone-" + zone));
      }
    }
    live.replace(new Topology(nodes));
    peersOfAll();
    nodes.add(peer("newcomer", "zone-4"));
    live.replace(new Topology(nodes));

    assertThat(peersOfAll()).isNotEqualTo(peersOfAll(plan()));

    clock.advance(ROTATION);
    assertThat(peersOfAll()).isEqualTo(peersOfAll(plan()));
  }

  /// As that of a collector that was just started.
  private PeerPlan plan() {
    return new PeerPlan(live, new PlanSettings(GraphSettings.DEFAULT, ROTATION), clock);
  }

  private List<List<Peer>> peersOfAll() {
    return peersOfAll(plan);
  }

  private List<List<Peer>> peersOfAll(PeerPlan of) {
    return live.now().peers().stream().map(peer -> of.peersFor(peer.node())).toList();
  }

  private static Peer peer(String node, String zone) {
    return new Peer(node, zone, node + ".test", new Peer.Ports(8780, 8781, 8782));
  }
}
