// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

import java.util.List;
import java.util.stream.Stream;

/// All objectives of one installation.
///
/// @param runbooks the URL of the folder with the runbooks, without a slash at its end
public record ServiceLevels(List<ServiceLevel> levels, String runbooks) {
  /// The classes of zone pairs that have a goal of this kind.
  public List<PairClass> classes(Indicator indicator) {
    return levels.stream()
        .filter(level -> level.counts(indicator))
        .flatMap(level ->
            level.subject() instanceof Subject.Pairs pairs
                ? Stream.of(pairs.pairClass())
                : Stream.empty())
        .toList();
  }

  /// The targets that have a goal of this kind.
  public List<String> targets(Indicator indicator) {
    return levels.stream()
        .filter(level -> level.counts(indicator))
        .flatMap(level ->
            level.subject() instanceof Subject.Target target
                ? Stream.of(target.name())
                : Stream.empty())
        .toList();
  }
}
