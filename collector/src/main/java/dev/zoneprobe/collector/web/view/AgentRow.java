// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import dev.zoneprobe.collector.condition.RecentCondition;
import dev.zoneprobe.collector.condition.RecentCondition.Lately;
import dev.zoneprobe.collector.web.replica.ClusterView;
import dev.zoneprobe.collector.web.view.part.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One agent, as of its last report.
///
/// @param silentFrom when it is silent unless it reports again
/// @param gone the topology knows nodes, but not this one: nobody has to miss it
/// @param condition how it is itself; absent if it does not tell
record AgentRow(
    String node,
    String zone,
    String boot,
    long lastSequence,
    Instant reported,
    Instant silentFrom,
    boolean gone,
    @Nullable Condition condition) {
  /// How an agent is.
  ///
  /// @param waiting cuts that no collector had confirmed at its last one
  /// @param lost cuts that it gave up since it started
  /// @param lately in the last ten minutes
  record Condition(String version, long planVersion, long waiting, long lost, Recent lately) {
    static Condition of(RecentCondition told) {
      return new Condition(
          told.last().version(),
          told.last().plan(),
          told.last().waiting(),
          told.last().lost(),
          Recent.of(told.lately()));
    }
  }

  /// What an agent told in the last ten minutes.
  ///
  /// @param stalledShare of the time that it told of; absent if it told of none
  record Recent(
      long mostWaiting, long skipped, @Nullable Double stalledShare, double longestStall) {
    static Recent of(Lately told) {
      return new Recent(
          told.mostWaiting(),
          told.skipped(),
          share(told),
          Json.seconds(told.noise().longestNanos()));
    }

    /// At most all of the time: a stall is told of when it is over, so it may have begun before.
    private static @Nullable Double share(Lately told) {
      return told.coveredNanos() == 0
          ? null
          : Math.min(1.0, (double) told.noise().stalledNanos() / told.coveredNanos());
    }
  }

  static AgentRow of(ClusterView.Agent agent, boolean gone) {
    @Nullable Condition condition = agent.condition().map(Condition::of).orElse(null);
    return new AgentRow(
        agent.node(),
        agent.zone(),
        agent.boot(),
        agent.lastSequence(),
        agent.reported(),
        agent.silentFrom(),
        gone,
        condition);
  }
}
