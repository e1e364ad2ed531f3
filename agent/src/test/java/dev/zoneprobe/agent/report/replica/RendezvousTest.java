// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {
  private static final List<String> ZONES =
      IntStream.range(0, 3_000).mapToObj(i -> "eu-central-1" + (char) ('a' + i % 26) + i).toList();

  private static List<Replica> replicas(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Replica(
                "10.0.3." + i + ":8790",
                new InetSocketAddress(InetAddress.ofLiteral("10.0.3." + i), 8790)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Replica best(String zone, List<Replica> replicas) {
    return new Rendezvous(zone).ranked(replicas).getFirst();
  }

  @Test
  void doesNotDependOnTheOrderOfAddresses() {
    List<Replica> shuffled = replicas(7);
    Collections.shuffle(shuffled, new Random(1));

    for (String zone : ZONES) {
      assertThat(new Rendezvous(zone).ranked(shuffled))
          .isEqualTo(new Rendezvous(zone).ranked(replicas(7)));
    }
  }

  @Test
  void sharesZonesOutEvenly() {
    for (int n = 2; n <= 8; n++) {
      List<Replica> replicas = replicas(n);
      double fair = (double) ZONES.size() / n;

      assertThat(ZONES.stream().collect(Collectors.groupingBy(zone -> best(zone, replicas))))
          .hasSize(n)
          .allSatisfy(
              (_, zones) -> assertThat((double) zones.size()).isBetween(0.8 * fair, 1.2 * fair));
    }
  }

  @Test
  void aReplicaThatComesTakesItsShareAndMovesNothingElse() {
    for (int n = 1; n <= 8; n++) {
      List<Replica> before = replicas(n);
      List<Replica> after = replicas(n + 1);
      List<String> moved =
          ZONES.stream().filter(zone -> !best(zone, before).equals(best(zone, after))).toList();

      assertThat((double) moved.size() / ZONES.size()).isCloseTo(1.0 / (n + 1), within(0.04));
      assertThat(moved).allMatch(zone -> best(zone, after).equals(after.getLast()));
    }
  }

  @Test
  void ofAReplicaThatGoesOnlyItsOwnZonesMoveToTheirSecondChoice() {
    List<Replica> all = replicas(5);
    Replica gone = all.get(2);
    List<Replica> left = all.stream().filter(one -> !one.equals(gone)).toList();

    for (String zone : ZONES) {
      List<Replica> ranked = new Rendezvous(zone).ranked(all);
      Replica expected = ranked.getFirst().equals(gone) ? ranked.get(1) : ranked.getFirst();
      assertThat(best(zone, left)).isEqualTo(expected);
    }
  }
}
