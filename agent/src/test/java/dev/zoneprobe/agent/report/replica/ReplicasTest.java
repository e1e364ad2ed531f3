// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.SteppingClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicasTest {
  private static final List<CollectorName> NAMES =
      CollectorName.list("10.0.0.1:1, 10.0.0.2:1, 10.0.0.3:1");

  private final SteppingClock clock = new SteppingClock();
  private final Lookups lookups = new Lookups(NAMES, InetAddress::getAllByName);
  private final Replicas replicas = new Replicas("zone-a", lookups, Pace.usual(clock));

  @BeforeEach
  void lookUp() {
    lookups.start();
    await().until(() -> lookups.latest().size() == 3);
    replicas.refresh();
  }

  @AfterEach
  void stop() {
    lookups.close();
  }

  private InetSocketAddress best() {
    return replicas.best().orElseThrow();
  }

  @Test
  void leavesAReplicaThatFailedAloneForLongerEachTime() {
    InetSocketAddress first = best();

    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      replicas.failed(first);
      clock.step(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(best()).isNotEqualTo(first);
      clock.step(Duration.ofMillis(1));
      assertThat(best()).isEqualTo(first);
    }
  }

  @Test
  void beginsAnewWithAReplicaThatWasWell() {
    InetSocketAddress first = best();
    replicas.failed(first);
    replicas.failed(first);
    replicas.wasWell(first);

    replicas.failed(first);
    clock.step(Duration.ofSeconds(1));

    assertThat(best()).isEqualTo(first);
  }

  @Test
  void inAHurryOnlyThoseAreLeftAloneThatDoNotLetUsIn() {
    InetSocketAddress first = best();
    replicas.shunned(first);
    InetSocketAddress second = best();
    replicas.failed(second);

    replicas.hurry();

    assertThat(best()).isEqualTo(second);
    clock.step(Duration.ofSeconds(30));
    assertThat(best()).isEqualTo(first);
  }

  @Test
  void knowsABetterOneOnlyAmongThoseThatArePreferred() {
    InetSocketAddress first = best();
    replicas.failed(first);
    InetSocketAddress second = best();

    assertThat(replicas.betterThan(second)).isEmpty();
    clock.step(Duration.ofSeconds(1));
    assertThat(replicas.betterThan(second)).contains(first);
    assertThat(replicas.betterThan(first)).isEmpty();
  }

  @Test
  void anyIsBetterThanOneThatIsGone() {
    assertThat(replicas.betterThan(InetSocketAddress.createUnresolved("gone", 1))).contains(best());
  }

  @Test
  void goesRoundThoseBesideTheOneInUse() {
    InetSocketAddress inUse = best();
    InetSocketAddress second = replicas.nextBeside(inUse, inUse).orElseThrow();
    InetSocketAddress third = replicas.nextBeside(inUse, second).orElseThrow();

    assertThat(List.of(inUse, second, third)).doesNotHaveDuplicates();
    assertThat(replicas.nextBeside(inUse, third)).contains(second);
    replicas.failed(second);
    replicas.failed(third);
    assertThat(replicas.nextBeside(inUse, third)).isEqualTo(Optional.empty());
  }
}
