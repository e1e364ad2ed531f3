// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a peer graph promises, counted edge by edge for seeded clusters of up to 5,000 nodes and
/// nine zones of very different sizes.
class GraphGuaranteesTest {
  private static final GraphSettings DEFAULT = GraphSettings.DEFAULT;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyPairOfZonesHasItsEdges(int seed) {
    Cluster cluster = Cluster.random(new Random(seed));

    assertThat(cluster.census(DEFAULT, seed).pairsWithout(DEFAULT.edgesPerZonePair()))
        .as("%s", cluster.sizes())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void degreesWithinAZoneAreEven(int seed) {
    Cluster cluster = Cluster.random(new Random(seed));

    assertThat(cluster.census(DEFAULT, seed).unevenness()).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aNodeThatJoinsOrLeavesZonesOfSimilarSizesChangesTwiceItsPeersAtMost(int seed) {
    Random random = new Random(seed);
    int size = 40 + random.nextInt(500);
    Cluster cluster = Cluster.of(size, size + random.nextInt(size), size + random.nextInt(size));
    Census before = cluster.census(DEFAULT, seed);
    Census after = cluster.with("zone-1", "newcomer").census(DEFAULT, seed);

    assertThat(cluster.graph(DEFAULT, seed).additions()).isZero();
    assertThat(after.edgesNotIn(before)).hasSize(2 * DEFAULT.peersPerNode());
    assertThat(before.edgesNotIn(after)).hasSize(DEFAULT.peersPerNode());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noBudgetIsExceeded(int seed) {
    Random random = new Random(seed);
    Cluster cluster = Cluster.random(random);
    int peers = 1 + random.nextInt(20);
    GraphSettings settings =
        new GraphSettings(
            peers, 1 + random.nextInt(8), peers + random.nextInt(5), 1 + random.nextInt(40_000));
    Census census = cluster.census(settings, seed);

    assertThat(census.edges()).hasSizeLessThanOrEqualTo(settings.mostEdges());
    assertThat(census.edges()).hasSize(cluster.graph(settings, seed).edges());
    assertThat(census.busiest()).isLessThanOrEqualTo(settings.mostPeersPerNode());
  }
}
