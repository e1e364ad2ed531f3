// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.condition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.collector.condition.RecentCondition.Lately;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.self.Condition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How each agent is, as its snapshots tell; nothing of one that does not tell.
///
/// What it was last is kept as long as there is room, even if the agent is silent. It does not
/// survive a restart: the next snapshot tells it again. Thread-safe: one lock, `agents`, held while
/// one snapshot is added or one agent is looked up.
public final class Conditions {
  private final int mostAgents;
  private final InstantSource clock;
  private final Object agents = new Object();

  /// By node, the one that told nothing for longest first.
  @GuardedBy("agents")
  private final LinkedHashMap<String, ConditionWindow> byNode = new LinkedHashMap<>();

  @GuardedBy("agents")
  private long forgotten;

  /// @param mostAgents beyond which the one that told nothing for longest is forgotten
  public Conditions(int mostAgents, InstantSource clock) {
    this.mostAgents = mostAgents;
    this.clock = clock;
  }

  /// Adds what `snapshot` tells of its agent.
  public void take(IntervalSnapshot snapshot) {
    snapshot.condition().ifPresent(condition -> take(snapshot, condition));
  }

  private void take(IntervalSnapshot snapshot, Condition condition) {
    Lately told = Lately.of(snapshot, condition);
    long current = minute(clock.instant());
    long end = Math.min(minute(snapshot.span().to()), current);
    synchronized (agents) {
      ConditionWindow known = byNode.remove(snapshot.source().node());
      ConditionWindow window = known == null ? new ConditionWindow(condition) : known;
      window.add(end, current, condition, told);
      byNode.putLast(snapshot.source().node(), window);
      if (byNode.size() > mostAgents) {
        Map.Entry<String, ConditionWindow> _ = byNode.pollFirstEntry();
        forgotten++;
      }
    }
  }

  private static long minute(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), 60);
  }

  /// How the agent on `node` is; empty if it does not tell.
  public Optional<RecentCondition> of(String node) {
    long current = minute(clock.instant());
    synchronized (agents) {
      return Optional.ofNullable(byNode.get(node)).map(window -> window.recent(current));
    }
  }

  /// How often an agent's condition was forgotten to make room for another's.
  public long forgotten() {
    synchronized (agents) {
      return forgotten;
    }
  }
}
