// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// What waits for a receipt of a collector that is gone is told from what was just sent.
class StrandedTest {
  private static final StoreId STORE = new StoreId("store-1");
  private static final StoreId OTHER = new StoreId("store-2");

  private final SteppingClock clock = new SteppingClock();
  private final LatencyLedger ledger =
      new LatencyLedger(
          new IntervalSnapshot.Source("node", "zone-a", "boot"),
          InstantSource.fixed(Examples.NOON));
  private final Backlog backlog = new Backlog(Inheritance.none("boot"), 1 << 20, clock);

  @Test
  void onlyWhatIsInDoubtAtAStoreThatWasNotMetForAMinuteIsStranded() {
    cut();
    cut();
    Parcels.sendAll(backlog, STORE);
    cut();
    clock.step(Duration.ofSeconds(60));
    cut();
    Parcels.sendAll(backlog, OTHER);
    assertThat(backlog.counts().inDoubt()).isEqualTo(4);
    assertThat(backlog.counts().stranded()).isZero();

    clock.step(Duration.ofSeconds(1));
    cut();

    assertThat(backlog.counts().inDoubt()).isEqualTo(4);
    assertThat(backlog.counts().stranded()).isEqualTo(2);
  }

  @Test
  void noLongerOnceItsStoreIsMet() {
    cut();
    Parcels.sendAll(backlog, STORE);
    clock.step(Duration.ofSeconds(61));
    cut();
    assertThat(backlog.counts().stranded()).isEqualTo(1);

    backlog.met(STORE);
    cut();

    assertThat(backlog.counts().stranded()).isZero();
  }

  private void cut() {
    backlog.add(ledger.cut());
  }
}
