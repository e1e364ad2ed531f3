// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.collector.history.Filter;
import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.web.replica.part.HistoryQuery;
import dev.zoneprobe.collector.web.replica.part.HistoryReader;
import java.time.Duration;
import java.util.BitSet;
import java.util.function.LongFunction;

/// The history that all collectors have together.
///
/// @param own of this collector
/// @param reader who asks
record MergedHistory(Past own, Replicas replicas, Replicas.Reader reader) implements Past {
  @Override
  public Known read(Minutes minutes, int step, Filter filter, LongFunction<Visitor> visitors)
      throws StoreException {
    String query = new HistoryQuery(minutes, step, filter).text();
    try (Replicas.Asked asked =
        replicas.ask(
            ReplicaPages.HISTORY + "?" + query, reader, Duration.ofMinutes(minutes.count()))) {
      BitSet known = (BitSet) own.read(minutes, step, filter, visitors).minutes().clone();
      Answers answers = new Answers();
      answers.of(asked, body -> HistoryReader.read(body, minutes, visitors)).forEach(known::or);
      return new Known(known, answers.missing());
    }
  }
}
