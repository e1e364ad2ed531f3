// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Graphs of which each follows the one before, and each is held to what it promises.
final class Walk {
  private final GraphSettings settings;
  private final long epoch;
  private PeerGraph graph;
  private Census census;

  Walk(Cluster start, GraphSettings settings, long epoch) {
    this.settings = settings;
    this.epoch = epoch;
    this.graph = start.graph(settings, epoch);
    this.census = Census.of(start, graph);
  }

  Cluster cluster() {
    return census.cluster();
  }

  Census census() {
    return census;
  }

  /// The cluster with another node in some zone.
  Cluster withOneMore(Random random, int number) {
    return cluster().with("zone-" + random.nextInt(9), "newcomer-" + number);
  }

  /// The cluster without some node, unless it is the last; small zones lose one as often as others.
  Cluster withOneLess(Random random) {
    if (cluster().size() == 1) {
      return cluster();
    }
    String zone = any(List.copyOf(cluster().zones().keySet()), random);
    return cluster().without(zone, any(cluster().nodes(zone), random));
  }

  private static String any(List<String> names, Random random) {
    return names.get(random.nextInt(names.size()));
  }

  void to(Cluster next) {
    PeerGraph following = next.graph(settings, epoch).following(graph);
    Census now = Census.of(next, following);
    String place = cluster().sizes() + " to " + next.sizes();
    int busiest = Math.max(census.busiest(), now.busiest());
    assertThat(now.changesSince(census))
        .as("changes from " + place)
        .isLessThanOrEqualTo(2 * busiest * nodesChanged(next));
    assertThat(now.unevenness()).as("unevenness from " + place).isLessThanOrEqualTo(1);
    int least = Math.min(settings.peersPerNode(), next.size() - 1);
    assertThat(now.peers().values()).as(place).allMatch(degree -> degree >= least);
    assertThat(now.probers().values()).as(place).allMatch(degree -> degree >= least);
    assertThat(now.edges()).as(place).hasSize(following.edges());
    assertThat(now.edges()).as(place).hasSizeLessThanOrEqualTo(settings.mostEdges());
    assertThat(now.pairsWithout(settings.edgesPerZonePair())).as(place).isEmpty();
    assertThat(now.selfProbers()).as(place).allMatch(next::isAlone);
    graph = following;
    census = now;
  }

  private int nodesChanged(Cluster next) {
    Set<String> before = new HashSet<>(cluster().zoneOfNode().keySet());
    Set<String> after = new HashSet<>(next.zoneOfNode().keySet());
    int gone = (int) before.stream().filter(node -> !after.contains(node)).count();
    int come = (int) after.stream().filter(node -> !before.contains(node)).count();
    return gone + come;
  }
}
