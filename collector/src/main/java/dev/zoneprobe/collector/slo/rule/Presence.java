// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.Subject;
import java.util.List;

/// Queries for subjects with an objective that are measured too seldom, or not at all.
final class Presence {
  private Presence() {}

  /// Clusters that do not measure a target, though they did within a day, or though none does.
  /// Fewer than ten attempts in 5 minutes may be one in an hour: these are given an hour, the
  /// others 5 minutes.
  static String absent(String target) {
    String attempts = "zoneprobe:attempts:increase5m{target=\"" + target + "\"}";
    return """
    group by (cluster) (zoneprobe_zone_nodes)
    and on (cluster) (
      group by (cluster) (last_over_time(%1$s[1d]))
      or group by (cluster) (zoneprobe_zone_nodes) unless on () group (last_over_time(%1$s[1d]))
    )
    unless on (cluster) group by (cluster) (%1$s > 0)
    unless on (cluster) (
      group by (cluster) (max_over_time(%1$s[1h]) > 0)
      unless on (cluster) sum by (cluster) (max_over_time(%1$s[70m])) >= 10
    )
    """
        .formatted(attempts);
  }

  /// Budgets that had attempts within the hour, but at no time as many as anybody is called for.
  static String asleep(ServiceLevel level) {
    String target =
        switch (level.subject()) {
          case Subject.Pairs _ -> "peer";
          case Subject.Target(String name) -> name;
        };
    String query =
        """
        sum by (%s) (max_over_time(zoneprobe:attempts:increase5m{target="%s"}[1h])) > 0 < %d
        """
            .formatted(Scope.of(level.subject()).labels(), target, level.terms().minimumAttempts());
    return level.subject() instanceof Subject.Pairs pairs
        ? query + ClassRules.only(List.of(pairs.pairClass()))
        : query;
  }
}
