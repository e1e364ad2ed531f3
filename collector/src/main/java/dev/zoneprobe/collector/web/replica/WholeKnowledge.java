// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.collector.history.Filter;
import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.node.NodeSum;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Subject.Owner;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/// What all collectors know together; those that do not answer are missing, and named.
///
/// @param own of this collector
/// @param authorization that the reader gave, for the others to see
record WholeKnowledge(Knowledge own, Siblings siblings, Optional<String> authorization)
    implements Knowledge, Past {
  @Override
  public Past past() {
    return this;
  }

  @Override
  public Known read(Minutes minutes, Filter filter, LongFunction<Visitor> visitors)
      throws StoreException {
    Siblings.Asked asked = ask(new HistoryQuery(minutes, filter, false));
    return together(own.past().read(minutes, filter, visitors), asked, minutes, visitors);
  }

  @Override
  public Known readWhole(Minutes minutes, Filter filter, Visitor visitor) throws StoreException {
    Siblings.Asked asked = ask(new HistoryQuery(minutes, filter, true));
    return together(own.past().readWhole(minutes, filter, visitor), asked, minutes, _ -> visitor);
  }

  private Siblings.Asked ask(HistoryQuery query) {
    return siblings.ask(ReplicaPages.HISTORY + "?" + query.text(), authorization);
  }

  private static Known together(
      Known known, Siblings.Asked asked, Minutes minutes, LongFunction<Visitor> visitors) {
    Answers answers = new Answers();
    List<Integer> counts = answers.of(asked, body -> HistoryFrames.read(body, minutes, visitors));
    int most = counts.stream().reduce(known.minutes(), Math::max);
    return new Known(most, answers.missing);
  }

  /// Reads what one of the others answered.
  @FunctionalInterface
  private interface Reader<T> {
    T read(byte[] body) throws IOException;
  }

  /// Answers that can be read, and why others cannot.
  private static final class Answers {
    private final List<String> missing = new ArrayList<>();

    <T> List<T> of(Siblings.Asked asked, Reader<T> reader) {
      List<T> read = new ArrayList<>();
      for (Siblings.Reply reply : asked.replies()) {
        reply.problem().ifPresent(missing::add);
        try {
          if (reply.body().isPresent()) {
            read.add(reader.read(reply.body().get()));
          }
        } catch (IOException e) {
          missing.add(reply.address() + " answered what cannot be read");
        }
      }
      return read;
    }
  }

  @Override
  public Agents agents() {
    Siblings.Asked asked = siblings.ask(ReplicaPages.AGENTS, authorization);
    Answers answers = new Answers();
    Map<Owned, Owner> owners = new HashMap<>();
    Map<String, Agent> latest = new HashMap<>();
    List<Agents> all = answers.of(asked, ReplicaJson::agents);
    all.add(own.agents());
    for (Agents part : all) {
      owners.putAll(part.owners());
      part.list().forEach(agent -> latest.merge(agent.node(), agent, WholeKnowledge::later));
    }
    List<Agent> list =
        latest.values().stream().sorted(Comparator.comparing(Agent::reported)).toList();
    return new Agents(list, owners, answers.missing);
  }

  private static Agent later(Agent one, Agent other) {
    return one.reported().isAfter(other.reported()) ? one : other;
  }

  @Override
  public Nodes nodes(Phase phase) {
    Siblings.Asked asked =
        siblings.ask(ReplicaPages.NODES + "?phase=" + phase.label(), authorization);
    Answers answers = new Answers();
    List<Nodes> all = answers.of(asked, ReplicaJson::nodes);
    all.add(own.nodes(phase));
    TreeMap<String, NodeSum> sums = new TreeMap<>();
    all.forEach(part -> part.sums().forEach(sum -> sums.merge(sum.node(), sum, NodeSum::plus)));
    Instant since = all.stream().map(Nodes::since).max(Comparator.naturalOrder()).orElseThrow();
    return new Nodes(since, List.copyOf(sums.values()), answers.missing);
  }
}
