// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.collector.store.past.HistorySelection;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.Slice;
import java.util.Optional;

/// Which part of the history a view needs; what is absent is not narrowed down.
///
/// @param phase absent: all slices, whatever the scope says of them
/// @param scope of the phase
public record Filter(
    Optional<Phase> phase, Scope scope, Optional<String> target, Optional<Zones> zones) {
  /// From where to where.
  public record Zones(String source, String destination) {}

  /// The same for the store.
  HistorySelection wanted() {
    return new HistorySelection(this::wants, this::wants);
  }

  private boolean wants(ZoneSubject one) {
    return agrees(scope.protocol(), one.subject().protocol())
        && agrees(target, one.subject().target())
        && agrees(zones, new Zones(one.sourceZone(), one.subject().destinationZone()));
  }

  private boolean wants(Slice slice) {
    return phase.isEmpty() || (phase.get() == slice.phase() && scope.accepts(slice));
  }

  private static <T> boolean agrees(Optional<T> wanted, T actual) {
    return wanted.isEmpty() || wanted.get().equals(actual);
  }
}
