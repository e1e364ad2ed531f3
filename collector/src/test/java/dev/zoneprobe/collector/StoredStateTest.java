// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.ingest.gate.SequenceGate;
import dev.zoneprobe.collector.limit.LimitSettings;
import dev.zoneprobe.collector.limit.SeriesLimits;
import dev.zoneprobe.collector.merge.MergeSettings;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredStateTest {
  private final SteppingClock clock = new SteppingClock(NOW);
  private final ZoneMatrix matrix =
      new ZoneMatrix(new MergeSettings(Duration.ofMinutes(5), 6, List.of(0.01)), clock);
  private final StoredState state =
      new StoredState(
          new SequenceGate(10, clock), new SeriesLimits(new LimitSettings(40, 12, 8)), matrix);

  /// What the journal holds ends with its minute, whenever its agents sent it.
  @Test
  void countsNobodyAsAheadOrLateForWhatTheJournalHeld() {
    clock.advance(Duration.ofSeconds(-30));
    state.journaled(snapshot("node-1", span(1, 1), succeeded(1_000_000)));
    clock.advance(Duration.ofHours(1));
    state.journaled(snapshot("node-2", span(1, 1), succeeded(1_000_000)));

    assertThat(matrix.totals().getFirst().counts().successes()).isEqualTo(2);
    assertThat(matrix.clockAhead()).isZero();
    assertThat(matrix.beyondWindow()).isZero();
  }
}
