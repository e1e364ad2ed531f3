// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.collector.plan.graph.Cluster.Edge;
import dev.zoneprobe.measure.NanoClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PeerGraphTest {
  private static final GraphSettings DEFAULT = GraphSettings.DEFAULT;

  @Test
  void meshesASmallClusterFully() {
    Cluster cluster = Cluster.of(2, 2, 2);

    assertThat(cluster.edges(DEFAULT, 7)).hasSize(6 * 5);
  }

  @Test
  void letsANodeThatIsAloneInItsZoneProbeItself() {
    PeerGraph graph = Cluster.of(1, 2).graph(DEFAULT, 0);

    assertThat(graph.peersOf("node-0-0"))
        .containsExactlyInAnyOrder("node-0-0", "node-1-0", "node-1-1");
    assertThat(graph.peersOf("node-1-0")).containsExactlyInAnyOrder("node-0-0", "node-1-1");
  }

  @Test
  void spendsASmallBudgetOnAsManyPairsOfZonesAsItCan() {
    Cluster cluster = Cluster.of(5, 5, 5, 5);
    Map<String, String> zones = cluster.zoneOfNode();
    Set<Edge> edges = cluster.edges(new GraphSettings(8, 3, 20, 12), 4);

    assertThat(edges).hasSize(12);
    assertThat(edges)
        .extracting(edge -> zones.get(edge.from()) + zones.get(edge.to()))
        .doesNotHaveDuplicates();
  }

  @Test
  void hasNoPeersWhereThereIsNobody() {
    PeerGraph graph = new PeerGraph(Map.of("zone-a", List.of()), DEFAULT, 0);

    assertThat(graph.peersOf("anybody")).isEmpty();
    assertThat(graph.edges()).isZero();
  }

  @Test
  void givesAStrangerAsManyPeersAsTheOthersAndChangesNobodyElse() {
    Cluster cluster = Cluster.of(50, 50);
    PeerGraph graph = cluster.graph(DEFAULT, 3);

    assertThat(graph.peersOf("drains")).hasSize(graph.spread()).doesNotHaveDuplicates();
    assertThat(Cluster.of(1, 1).graph(DEFAULT, 3).peersOf("drains")).hasSize(2);
    assertThat(cluster.with("zone-0", "drains").graph(DEFAULT, 3).peersOf("drains"))
        .isEqualTo(graph.peersOf("drains"));
  }

  @Test
  void doesNotDependOnTheOrderOfNodesOrZones() {
    Cluster cluster = Cluster.of(40, 3, 1, 300);
    Map<String, List<String>> shuffled = new TreeMap<>(Collections.reverseOrder());
    cluster.zones().forEach((zone, nodes) -> shuffled.put(zone, new ArrayList<>(nodes)));
    shuffled.values().forEach(nodes -> Collections.shuffle(nodes, new Random(5)));
    PeerGraph here = cluster.graph(DEFAULT, 11);
    PeerGraph there = new PeerGraph(shuffled, DEFAULT, 11);

    assertThat(cluster.zoneOfNode().keySet())
        .allSatisfy(node -> assertThat(there.peersOf(node)).isEqualTo(here.peersOf(node)));
  }

  @Test
  void movesOneNodeInSixteenFromOneEpochToTheNext() {
    Cluster cluster = Cluster.of(700, 700, 600);
    Set<Edge> before = cluster.edges(DEFAULT, 99);
    Set<Edge> after = cluster.edges(DEFAULT, 100);

    double share = (double) without(after, before).size() / after.size();
    System.out.printf("edges that change from one epoch to the next: %.1f %%%n", 100 * share);
    assertThat(share).isBetween(0.10, 0.25);
  }

  @Test
  void letsEveryNodeProbeEveryOtherInTheLongRun() {
    Cluster cluster = Cluster.of(60, 25, 14, 1);
    int pairs = 100 * 99 + 1;
    Set<Edge> seen = new HashSet<>();
    int epoch = 0;
    while (seen.size() < pairs && epoch < 20_000) {
      seen.addAll(cluster.edges(DEFAULT, epoch++));
    }
    System.out.printf("all %,d pairs of 100 nodes were probed within %,d epochs%n", pairs, epoch);
    assertThat(seen).hasSize(pairs);
  }

  @Test
  void isComputedAnewWithinMilliseconds() {
    Cluster cluster = Cluster.of(3_000, 1_000, 600, 300, 80, 15, 3, 1, 1);
    List<Long> took = new ArrayList<>();
    for (int run = 0; run < 50; run++) {
      long begun = NanoClock.SYSTEM.nanos();
      assertThat(cluster.graph(DEFAULT, run).edges()).isGreaterThanOrEqualTo(5_000 * 12);
      took.add(NanoClock.SYSTEM.nanos() - begun);
    }
    long first = took.removeFirst();
    Collections.sort(took);
    long median = took.get(took.size() / 2);
    System.out.printf(
        "a graph of 5,000 nodes takes %.1f ms at first, %.1f ms when warm (median), %.1f ms at most%n",
        first / 1e6, median / 1e6, took.getLast() / 1e6);
    assertThat(first).isLessThan(1_000_000_000L);
    assertThat(median).isLessThan(20_000_000L);
  }

  @Test
  void refusesANodeThatIsNamedTwiceAndSettingsThatContradict() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PeerGraph(Map.of("a", List.of("n"), "b", List.of("n")), DEFAULT, 0))
        .withMessage("node n is named twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GraphSettings(8, 4, 7, 100))
        .withMessage("mostPeersPerNode is at least 8, not 7");
  }

  private static Set<Edge> without(Set<Edge> edges, Set<Edge> others) {
    Set<Edge> rest = new HashSet<>(edges);
    rest.removeAll(others);
    return rest;
  }
}
