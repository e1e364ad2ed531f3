// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.TOTAL;

import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Snapshots that a test stores.
final class Batches {
  /// A duration in every cell: what takes as much memory as any histogram can.
  static final LatencyHistogram WIDE = everyCell();

  /// What it takes at least.
  static final long WIDE_BYTES = 6 * WIDE.count();

  private Batches() {}

  private static LatencyHistogram everyCell() {
    LatencyHistogram durations = new LatencyHistogram();
    int last = LatencyHistogram.cell(LatencyHistogram.HIGHEST_NANOS);
    for (int cell = 0; cell < last; cell++) {
      durations.record(LatencyHistogram.shortestNanos(cell));
    }
    return durations;
  }

  /// One series of that many attempts on a target.
  static SubjectInterval wide(String target) {
    return new SubjectInterval(
        new Subject("zone-b", target, Protocol.TCP, Subject.Owner.NONE),
        new Counts(WIDE.count(), Map.of(), Map.of(), Retransmits.NONE),
        Map.of(TOTAL, new SubjectInterval.Series(WIDE, Optional.empty())));
  }

  /// All in one transaction.
  static void commit(Store store, List<IntervalSnapshot> snapshots) throws StoreException {
    Batch batch = store.newBatch(_ -> 0);
    snapshots.forEach(batch::add);
    store.commit(batch);
  }
}
