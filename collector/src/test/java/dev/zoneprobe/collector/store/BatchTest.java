// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.PEER_IN_B;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.durations;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.source;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.store.Batches.WIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What limits memory counts all that takes it.
final class BatchTest {
  private final Batch batch = new Batch(new SteppingClock(NOW), () -> 0, _ -> 0);

  @Test
  void isAsLargeAsItsHistograms() {
    batch.add(snapshot("node-1", span(1, 1), Batches.wide("one")));
    long one = batch.bytes();
    batch.add(snapshot("node-2", span(1, 1), Batches.wide("two")));

    assertThat(one).isBetween(Batches.WIDE_BYTES, 2 * Batches.WIDE_BYTES);
    assertThat(batch.bytes()).isBetween(2 * one - 500, 2 * one + 500);
  }

  @Test
  void hardlyGrowsWithWhatCanBeAddedUp() {
    batch.add(snapshot("node-1", span(1, 1), Batches.wide("one")));
    batch.add(snapshot("node-2", span(1, 1), Batches.wide("one")));

    assertThat(batch.bytes()).isLessThan(4 * Batches.WIDE_BYTES);
  }

  @Test
  void countsWhatIsToldOfPeers() {
    PeerInterval peer = new PeerInterval("node-9", "zone-b", WIDE.count(), 0, WIDE, WIDE);
    batch.add(new IntervalSnapshot(source("node-1"), span(1, 1), List.of(), List.of(peer)));

    assertThat(batch.bytes()).isGreaterThan(2 * Batches.WIDE_BYTES);
  }

  @Test
  void countsWhatIsToldNodeByNodeBesidesItsSum() {
    SubjectInterval wide =
        new SubjectInterval(
            PEER_IN_B,
            Counts.NONE,
            Map.of(TOTAL, new SubjectInterval.Series(WIDE, Optional.empty())));
    batch.add(snapshot("node-1", span(1, 1), wide));

    assertThat(batch.bytes()).isGreaterThan(2 * Batches.WIDE_BYTES);
  }

  @Test
  void countsHistogramsThatAreHardlyFilled() {
    SubjectInterval one =
        new SubjectInterval(
            PEER_IN_B,
            Counts.NONE,
            Map.of(TOTAL, new SubjectInterval.Series(durations(1_000), Optional.empty())));
    batch.add(snapshot("node-1", span(1, 1), one));

    assertThat(batch.bytes()).isGreaterThan(500);
  }
}
