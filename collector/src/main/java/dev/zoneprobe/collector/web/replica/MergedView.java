// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.merge.ZoneMatrix.OwnerReport;
import dev.zoneprobe.collector.node.NodeSum;
import dev.zoneprobe.measure.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What all collectors know together; those that do not answer are missing, and named.
///
/// @param own of this collector
/// @param reader who asks
record MergedView(ClusterView own, Replicas replicas, Replicas.Reader reader)
    implements ClusterView {
  @Override
  public Past past() {
    return new MergedHistory(own.past(), replicas, reader);
  }

  @Override
  public Agents agents() {
    Replicas.Asked asked = replicas.ask(ReplicaPages.AGENTS, reader);
    Answers answers = new Answers();
    Map<Owned, OwnerReport> owners = new HashMap<>();
    Map<String, Agent> latest = new HashMap<>();
    List<Agents> all = answers.of(asked, ReplicaJson::agents);
    all.add(own.agents());
    for (Agents part : all) {
      part.owners().forEach((owned, report) -> owners.merge(owned, report, OwnerReport::later));
      part.list().forEach(agent -> latest.merge(agent.node(), agent, MergedView::later));
    }
    List<Agent> list =
        latest.values().stream().sorted(Comparator.comparing(Agent::reported)).toList();
    return new Agents(list, owners, answers.missing());
  }

  private static Agent later(Agent one, Agent other) {
    return one.reported().isAfter(other.reported()) ? one : other;
  }

  @Override
  public Nodes nodes(Phase phase) {
    Replicas.Asked asked = replicas.ask(ReplicaPages.NODES + "?phase=" + phase.label(), reader);
    Answers answers = new Answers();
    List<Nodes> all = answers.of(asked, ReplicaJson::nodes);
    all.add(own.nodes(phase));
    TreeMap<String, NodeSum> sums = new TreeMap<>();
    all.forEach(part -> part.sums().forEach(sum -> sums.merge(sum.node(), sum, NodeSum::plus)));
    Instant since = all.stream().map(Nodes::since).min(Comparator.naturalOrder()).orElseThrow();
    return new Nodes(since, List.copyOf(sums.values()), answers.missing());
  }
}
