// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import java.util.List;

/// Snapshots that a test stores.
final class Batches {
  private Batches() {}

  /// All in one transaction.
  static void commit(Store store, List<IntervalSnapshot> snapshots) throws StoreException {
    Batch batch = store.newBatch(_ -> 0);
    snapshots.forEach(batch::add);
    store.commit(batch);
  }
}
