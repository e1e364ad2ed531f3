// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.Plan;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanChangeTest {
  private static final Peer A = peer("a", "10.0.0.1");
  private static final Peer B = peer("b", "10.0.0.2");
  private static final Peer C = peer("c", "10.0.0.3");

  @Test
  void tellsWhoCameAndWhoWentOnly() {
    Plan change = PlanChange.between(plan(1, A, B), plan(2, B, C));

    assertThat(change)
        .isEqualTo(
            Plan.newBuilder().setVersion(2).setChange(true).addPeers(C).addGone("a").build());
  }

  @Test
  void tellsAPeerThatHasAnotherAddress() {
    Peer moved = peer("b", "10.0.0.9");

    Plan change = PlanChange.between(plan(1, A, B), plan(2, A, moved));

    assertThat(change.getPeersList()).containsExactly(moved);
    assertThat(change.getGoneList()).isEmpty();
    assertThat(PlanChange.applied(plan(1, A, B), change).getPeersList()).containsExactly(A, moved);
  }

  @Test
  void takesAWholePlanForWhatItIs() {
    assertThat(PlanChange.applied(plan(1, A, B), plan(2, C))).isEqualTo(plan(2, C));
  }

  @Test
  void tellsTheZoneOfTheAgentEachTime() {
    Plan placed = plan(2, A).toBuilder().setZone("zone-a").build();

    Plan change = PlanChange.between(plan(1, A), placed);

    assertThat(PlanChange.applied(plan(1, A), change)).isEqualTo(placed);
  }

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leadsFromEveryPlanToEveryOther(int seed) {
    Random random = new Random(seed);
    Plan before = random(1, random);
    Plan after = random(2, random);

    Plan arrived = PlanChange.applied(before, PlanChange.between(before, after));

    assertThat(arrived.getVersion()).isEqualTo(2);
    assertThat(arrived.getPeersList()).containsExactlyInAnyOrderElementsOf(after.getPeersList());
  }

  private static Plan random(long version, Random random) {
    return plan(
        version,
        IntStream.range(0, 20)
            .filter(_ -> random.nextBoolean())
            .mapToObj(node -> peer("node-" + node, "10.0.0." + random.nextInt(2)))
            .toArray(Peer[]::new));
  }

  private static Plan plan(long version, Peer... peers) {
    return Plan.newBuilder().setVersion(version).addAllPeers(List.of(peers)).build();
  }

  private static Peer peer(String node, String host) {
    return Peer.newBuilder().setNode(node).setHost(host).build();
  }
}
