// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.ingest.gate.SequenceGate;
import dev.zoneprobe.collector.limit.SeriesLimits;
import dev.zoneprobe.collector.merge.Route;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.table.BootTable.Reported;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the store held, put where it was before the restart.
record StoredState(SequenceGate gate, SeriesLimits limits, ZoneMatrix matrix)
    implements Store.Recovery {
  @Override
  public void boot(Reported boot) {
    gate.restore(boot.source(), boot.lastSequence(), boot.at());
  }

  @Override
  public void total(String sourceZone, SubjectInterval interval) {
    limits.restore(sourceZone, interval);
    matrix.restore(sourceZone, interval);
  }

  @Override
  public void recent(String sourceZone, SubjectInterval interval, Instant end) {
    matrix.restoreRecent(sourceZone, interval, end);
  }

  /// Forgets what the store forgot.
  void forget(List<ZoneSubject> subjects) {
    Set<Route> routes =
        subjects.stream()
            .map(one -> Route.of(one.sourceZone(), one.subject()))
            .collect(Collectors.toUnmodifiableSet());
    matrix.forget(routes);
    limits.forget(routes);
  }

  @Override
  public void journaled(IntervalSnapshot snapshot) {
    String zone = snapshot.source().zone();
    snapshot.subjects().forEach(interval -> limits.restore(zone, interval));
    matrix.add(zone, snapshot.subjects(), snapshot.span().to());
  }
}
