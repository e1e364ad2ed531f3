// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.past.Wanted;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import java.util.function.LongFunction;

/// Reads what the store knows of past minutes, up to the snapshots that came a moment ago.
///
/// Each minute is read at a moment of its own, so that no question, however long its window, holds
/// up commits for longer than one minute's sums take to read. Thread-safe: one question at a time.
public final class History {
  private final Store store;

  public History(Store store) {
    this.store = store;
  }

  /// Tells visitors what is wanted of `minutes`, from the first on.
  ///
  /// @param visitors for each minute, the one that is told
  /// @return of how many minutes anything is known
  /// @throws StoreException if it cannot be read
  public synchronized int read(Minutes minutes, Wanted wanted, LongFunction<Visitor> visitors)
      throws StoreException {
    int known = 0;
    for (long minute = minutes.first(); minute <= minutes.last(); minute++) {
      Noticing visitor = new Noticing(visitors.apply(minute));
      store.read(minute, wanted, visitor);
      known += visitor.noticed ? 1 : 0;
    }
    return known;
  }

  /// Remembers whether it was told anything.
  private static final class Noticing implements Visitor {
    private final Visitor visitor;
    private boolean noticed;

    Noticing(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void durations(ZoneSubject subject, Slice slice, LatencyHistogram durations) {
      noticed = true;
      visitor.durations(subject, slice, durations);
    }

    @Override
    public void counts(ZoneSubject subject, Counts counts) {
      noticed = true;
      visitor.counts(subject, counts);
    }
  }
}
