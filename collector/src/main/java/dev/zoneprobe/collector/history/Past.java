// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.StoreException;
import java.util.List;
import java.util.function.LongFunction;

/// The history of past minutes, of one collector or of several. Thread-safe.
public interface Past {
  /// What came of a question.
  ///
  /// @param minutes of how many anything is known
  /// @param missing whose part is not in it, and why; for a person
  record Known(int minutes, List<String> missing) {}

  /// Tells visitors what is wanted of `minutes`.
  ///
  /// @param visitors for each minute, the one that is told
  /// @throws StoreException if it cannot be read
  Known read(Minutes minutes, Filter filter, LongFunction<Visitor> visitors) throws StoreException;

  /// The same, where it does not matter which minute something is of.
  ///
  /// @throws StoreException if it cannot be read
  Known readWhole(Minutes minutes, Filter filter, Visitor visitor) throws StoreException;
}
