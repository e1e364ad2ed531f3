// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.collector.store.past.Wanted;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.Phase;
import java.util.function.Predicate;

/// What a view shows: one quantile of one phase of some attempts, in two windows.
///
/// @param before the window to compare with
/// @param quantile above 0 and below 1
public record Question(Minutes window, Minutes before, Phase phase, double quantile, Scope scope) {

  /// The history of the phase, of those `subjects` that are in scope.
  public Wanted wanted(Predicate<ZoneSubject> subjects) {
    return new Wanted(inScope(subjects), slice -> slice.phase() == phase && scope.accepts(slice));
  }

  /// The history of all phases and slices, of those `subjects` that are in scope.
  public Wanted everything(Predicate<ZoneSubject> subjects) {
    return new Wanted(inScope(subjects), _ -> true);
  }

  private Predicate<ZoneSubject> inScope(Predicate<ZoneSubject> subjects) {
    return subjects.and(
        one -> scope.protocol().isEmpty() || scope.protocol().get() == one.subject().protocol());
  }
}
