// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LiveTopologyTest {
  private static final Topology ONE =
      new Topology(List.of(new Peer("n1", "zone-a", "n1.test", new Peer.Ports(1, 2, 3))));

  private final SteppingClock clock = new SteppingClock(Instant.parse("2026-11-27T12:00:00Z"));
  private final LiveTopology live = LiveTopology.unknown(clock);

  @Test
  void isKnownFromTheStartIfSomebodySaysIt() {
    assertThat(new LiveTopology(Topology.NOTHING, clock).isKnown()).isTrue();
  }

  @Test
  void tellsThatItIsKnownAlsoIfThereIsNobody() {
    AtomicInteger told = new AtomicInteger();
    live.onChange(told::incrementAndGet);
    assertThat(live.isKnown()).isFalse();

    live.replace(Topology.NOTHING);
    live.replace(Topology.NOTHING);

    assertThat(live.isKnown()).isTrue();
    assertThat(told).hasValue(1);
  }

  @Test
  void believesAnAgentThatKnowsItsZone() {
    assertThat(live.zoneOf("n1", "zone-b")).contains("zone-b");

    live.replace(ONE);

    assertThat(live.zoneOf("n1", "zone-b")).contains("zone-b");
  }

  @Test
  void knowsTheZoneOfAnAgentThatDoesNot() {
    assertThat(live.zoneOf("n1", "unknown")).isEmpty();

    live.replace(ONE);

    assertThat(live.zoneOf("n1", "unknown")).contains("zone-a");
    assertThat(live.zoneOf("n2", "unknown")).contains("unknown");
  }

  @Test
  void putsAgentsOffForTwoMinutesFromTheFirstOne() {
    clock.advance(Duration.ofHours(1));
    assertThat(live.zoneOf("n1", "unknown")).isEmpty();

    clock.advance(LiveTopology.PUT_OFF_FOR.minusSeconds(1));
    assertThat(live.zoneOf("n2", "unknown")).isEmpty();
    clock.advance(Duration.ofSeconds(1));

    assertThat(live.zoneOf("n1", "unknown")).contains("unknown");
    assertThat(live.zoneOf("n2", "unknown")).contains("unknown");
  }

  @Test
  void doesNotPutAgentsOffForLongerIfTheClockIsSetBack() {
    assertThat(live.zoneOf("n1", "unknown")).isEmpty();

    clock.leap(Duration.ofDays(-1));

    assertThat(live.zoneOf("n1", "unknown")).contains("unknown");
  }
}
