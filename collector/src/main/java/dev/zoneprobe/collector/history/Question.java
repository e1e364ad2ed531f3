// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history;

import dev.zoneprobe.measure.Phase;
import java.util.Optional;

/// What a view shows: one quantile of one phase of some attempts, in two windows.
///
/// @param before the window to compare with
/// @param quantile above 0 and below 1
public record Question(Minutes window, Minutes before, Phase phase, double quantile, Scope scope) {

  /// The history of the phase.
  public Filter phaseOnly(Optional<String> target, Optional<Filter.Zones> zones) {
    return new Filter(Optional.of(phase), scope, target, zones);
  }

  /// The history of all phases and slices.
  public Filter everything(String target, Filter.Zones zones) {
    return new Filter(Optional.empty(), scope, Optional.of(target), Optional.of(zones));
  }
}
