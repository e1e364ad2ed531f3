// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LiveTopologyTest {
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
}
