// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.collector.history.turn.TurnedAwayException;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.StoreException;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongFunction;

/// The history of past minutes, of one collector or of several, for one who asks. Thread-safe.
@FunctionalInterface
public interface Past {
  /// What came of a question.
  ///
  /// @param minutes of which anything is known, counted from the first
  /// @param missing whose part is not in it, and why; for a person
  record Known(BitSet minutes, List<String> missing) {}

  /// Tells visitors what is wanted of `minutes`.
  ///
  /// @param step so many minutes, from the first on, may be told as if all were the first of them
  /// @param visitors for each minute, the one that is told
  /// @throws StoreException if it cannot be read
  /// @throws TurnedAwayException if there are too many questions, or this one takes too long
  Known read(Minutes minutes, int step, Filter filter, LongFunction<Visitor> visitors)
      throws StoreException;

  /// The same, where it does not matter which minute something is of.
  default Known readWhole(Minutes minutes, Filter filter, Visitor visitor) throws StoreException {
    return read(minutes, minutes.count(), filter, _ -> visitor);
  }
}
