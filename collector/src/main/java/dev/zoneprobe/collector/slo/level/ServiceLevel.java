// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

import java.util.List;
import java.util.Optional;

/// What is promised of one subject.
///
/// @param goals at most one of each kind, at least one
public record ServiceLevel(Subject subject, List<Goal> goals, Terms terms) {
  /// Its goal about latency, if it has one.
  public Optional<Goal.Fast> fast() {
    return goals.stream()
        .filter(Goal.Fast.class::isInstance)
        .map(Goal.Fast.class::cast)
        .findFirst();
  }

  /// Whether it has a goal that counts so.
  public boolean counts(Indicator indicator) {
    return goals.stream().anyMatch(goal -> goal.indicator() == indicator);
  }
}
