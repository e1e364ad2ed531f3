// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.plan;

import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.ingest.gate.SharedNames;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PlanStreamsTest {
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final Directory directory = new Directory();
  private final PlanStreams streams =
      new PlanStreams(directory, new SharedNames(new SimpleMeterRegistry(), NanoClock.SYSTEM));

  @AfterEach
  void close() {
    streams.close();
  }

  /// Knows one peer that can be exchanged, and fails for some nodes.
  private final class Directory implements AgentDirectory {
    private volatile Peer peer = peer("before");

    @Override
    public boolean areKnown() {
      return true;
    }

    @Override
    public List<Peer> peersFor(String node) {
      if (broken.contains(node)) {
        throw new StackOverflowError("as the test wants it");
      }
      return List.of(peer);
    }

    @Override
    public Optional<String> zoneOf(String node, String said) {
      return Optional.of(said);
    }

    @Override
    public Optional<String> zoneOf(String node) {
      return Optional.empty();
    }
  }

  private static Source agentOn(String node) {
    return new Source(node, "zone-a", "boot");
  }

  private static Peer peer(String node) {
    return new Peer(node, "zone-a", "192.0.2.1", new Peer.Ports(1, 2, 3));
  }

  @Test
  void aDefectWithOneAgentKeepsThePlanFromNoOther() {
    List<SentPlans> agents = IntStream.range(0, 8).mapToObj(_ -> new SentPlans()).toList();
    for (int i = 0; i < agents.size(); i++) {
      streams.open(agentOn("node-" + i), false, agents.get(i));
    }
    broken.add("node-3");

    directory.peer = peer("after");
    streams.changed();

    await().until(() -> agents.stream().filter(agent -> agent.hasSent("after")).count() == 7);
  }

  @Test
  void anAgentIsSentThePlanThatADefectKeptFromIt() {
    SentPlans agent = new SentPlans();
    streams.open(agentOn("node"), false, agent);
    directory.peer = peer("lost");
    broken.add("node");
    streams.changed();
    await().until(() -> agent.hasSent("before"));

    broken.clear();
    directory.peer = peer("after");
    streams.changed();

    await().until(() -> agent.hasSent("after"));
  }
}
