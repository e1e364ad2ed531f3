// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.measure.NanoClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a graph keeps of the one before it, counted edge by edge, and that it keeps every other
/// promise meanwhile: nine zones at most, up to 5,000 nodes.
class FollowingGraphTest {
  private static final GraphSettings DEFAULT = GraphSettings.DEFAULT;

  static IntStream seeds() {
    return IntStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aNodeThatJoinsChangesTwiceThePeersOfTheBusiestNodeAtMost(int seed) {
    Random random = new Random(seed);
    Walk walk = new Walk(Cluster.random(random), DEFAULT, seed);

    walk.to(walk.cluster().with("zone-" + random.nextInt(10), "newcomer"));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aNodeThatLeavesDoesToo(int seed) {
    Random random = new Random(seed);
    Cluster smaller = Cluster.random(random);
    String zone = "zone-" + random.nextInt(10);
    Walk walk = new Walk(smaller.with(zone, "leaver"), DEFAULT, seed);

    walk.to(smaller);
  }

  /// Without memory some of these clusters would change three times as many: see decision 0049.
  @Test
  void theClustersOfTheseTestsNeedIt() {
    long far =
        seeds()
            .filter(seed -> {
              Random random = new Random(seed);
              Cluster cluster = Cluster.random(random);
              Cluster larger = cluster.with("zone-" + random.nextInt(10), "newcomer");
              Census before = cluster.census(DEFAULT, seed);
              Census after = larger.census(DEFAULT, seed);
              return after.changesSince(before) > 2 * Math.max(before.busiest(), after.busiest());
            })
            .count();

    assertThat(far).isGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void manyThatComeAndGoOneByOneKeepEveryPromise(int seed) {
    Random random = new Random(seed);
    Cluster start = Cluster.of(random.ints(1 + random.nextInt(9), 1, 40).toArray());
    int peers = 1 + random.nextInt(16);
    GraphSettings settings = new GraphSettings(peers, 1 + random.nextInt(6), 500, 75_000);
    Walk walk = new Walk(start, settings, seed);
    for (int step = 0; step < 25; step++) {
      walk.to(random.nextBoolean() ? walk.withOneMore(random, step) : walk.withOneLess(random));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void severalThatComeAndGoAtOnceDoToo(int seed) {
    Random random = new Random(seed);
    Cluster cluster = Cluster.random(random);
    Walk walk = new Walk(cluster, DEFAULT, seed);
    for (int node = 0; node < 4; node++) {
      Walk other = new Walk(cluster, DEFAULT, seed);
      cluster = random.nextBoolean() ? other.withOneMore(random, node) : other.withOneLess(random);
    }

    walk.to(cluster);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoGoesAndComesBackLeavesTheGraphAsItWas(int seed) {
    Cluster cluster = Cluster.random(new Random(seed));
    Walk walk = new Walk(cluster, DEFAULT, seed);
    walk.to(walk.withOneLess(new Random(seed)));
    walk.to(cluster);

    assertThat(walk.census().edges()).isEqualTo(cluster.edges(DEFAULT, seed));
  }

  /// So few that pairs of zones do not get what they lack.
  @ParameterizedTest
  @MethodSource("seeds")
  void noBudgetIsExceeded(int seed) {
    Random random = new Random(seed);
    GraphSettings settings = new GraphSettings(5, 6, 7 + random.nextInt(6), 150);
    Cluster cluster = Cluster.of(random.ints(8, 1, 5).toArray());
    PeerGraph graph = cluster.graph(settings, seed);
    for (int step = 0; step < 20; step++) {
      cluster = cluster.with("zone-" + random.nextInt(9), "newcomer-" + step);
      cluster = step % 3 == 2 ? withoutAny(withoutAny(cluster, random), random) : cluster;
      graph = cluster.graph(settings, seed).following(graph);
      Census census = Census.of(cluster, graph);

      assertThat(census.busiest()).isLessThanOrEqualTo(settings.mostPeersPerNode());
      assertThat(census.edges()).hasSizeLessThanOrEqualTo(settings.mostEdges());
    }
  }

  private static Cluster withoutAny(Cluster cluster, Random random) {
    String zone = List.copyOf(cluster.zones().keySet()).get(random.nextInt(cluster.zones().size()));
    List<String> nodes = cluster.nodes(zone);
    return cluster.without(zone, nodes.get(random.nextInt(nodes.size())));
  }

  @Test
  void isThereWithinMilliseconds() {
    Cluster cluster = Cluster.of(3_000, 1_000, 600, 300, 80, 15, 3, 1);
    List<Long> took = new ArrayList<>();
    for (int run = 0; run < 40; run++) {
      PeerGraph before = cluster.graph(DEFAULT, run);
      Cluster larger = cluster.with("zone-" + run % 9, "newcomer");
      long begun = NanoClock.SYSTEM.nanos();
      PeerGraph after = larger.graph(DEFAULT, run).following(before);
      took.add(NanoClock.SYSTEM.nanos() - begun);
      assertThat(after.edges()).isGreaterThanOrEqualTo(5_000 * 12);
    }
    Collections.sort(took);
    long median = took.get(took.size() / 2);
    System.out.printf(
        "a graph of 5,000 nodes follows another within %.1f ms (median), %.1f ms at most%n",
        median / 1e6, took.getLast() / 1e6);
    assertThat(median).isLessThan(20_000_000L);
  }
}
