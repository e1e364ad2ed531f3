// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.attempt.AttemptStore;
import dev.zoneprobe.collector.condition.Conditions;
import dev.zoneprobe.collector.merge.ZoneMatrix;
import dev.zoneprobe.collector.node.NodeSums;
import dev.zoneprobe.collector.store.GroupCommit;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Instant;
import java.util.List;

/// What scrapes and pages see, told of what is durable.
record CommittedView(
    ZoneMatrix matrix, NodeSums nodes, Conditions conditions, AttemptStore attempts)
    implements GroupCommit.Audience {
  @Override
  public long slot(Instant end) {
    return matrix.slot(end);
  }

  @Override
  public void merged(String sourceZone, List<SubjectInterval> sums, Instant end) {
    matrix.add(sourceZone, sums, end);
  }

  @Override
  public void told(IntervalSnapshot snapshot) {
    matrix.note(snapshot);
    nodes.merge(snapshot);
    conditions.take(snapshot);
    attempts.take(snapshot);
  }
}
