// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.collector.history.turn.Deadline;
import dev.zoneprobe.collector.history.turn.Turns;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.past.HistorySelection;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongFunction;

/// What this collector's store knows of past minutes, up to the snapshots that came a moment ago.
///
/// Each minute is read at a moment of its own, so that commits come in between, however long the
/// window is. Thread-safe: one question reads at a time, as its [Turns] say.
public final class History {
  private final Store store;
  private final Turns turns;

  public History(Store store, Turns turns) {
    this.store = store;
    this.turns = turns;
  }

  /// The history for one who asks, now: the time that he has for all that he reads has begun.
  public Past asked() {
    Deadline deadline = turns.deadline();
    return (minutes, _, filter, visitors) -> {
      try (Turns.Turn turn = turns.take(deadline)) {
        return read(minutes, filter.wanted(), visitors, turn);
      }
    };
  }

  private Past.Known read(
      Minutes minutes, HistorySelection wanted, LongFunction<Visitor> visitors, Turns.Turn turn)
      throws StoreException {
    BitSet known = new BitSet(minutes.count());
    for (long minute = minutes.first(); minute <= minutes.last(); minute++) {
      turn.goOn();
      Noticing visitor = new Noticing(visitors.apply(minute));
      store.read(minute, wanted, visitor);
      known.set(Math.toIntExact(minute - minutes.first()), visitor.noticed);
    }
    return new Past.Known(known, List.of());
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
