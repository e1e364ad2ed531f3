// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.zoneprobe.collector.topology.Peer;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.web.replica.ClusterView.Agent;
import dev.zoneprobe.collector.web.replica.ClusterView.Agents;
import dev.zoneprobe.collector.web.view.SystemView.CollectorState;
import dev.zoneprobe.collector.web.view.SystemView.PlanState;
import dev.zoneprobe.collector.web.view.SystemView.StoreState;
import dev.zoneprobe.collector.web.view.part.ZoneList;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the page is told of a large cluster.
final class SystemViewTest {
  private static final int AGENTS = 2_000;
  private static final long BYTES_PER_AGENT = 10_000;

  private final SystemView view =
      new SystemView(
          () -> new CollectorState("1", Instant.EPOCH, true, null),
          () -> new StoreState(false, 0, 0, Instant.EPOCH, 0, null),
          () -> new PlanState(AGENTS, Instant.EPOCH));
  private final Agents agents =
      new Agents(
          IntStream.rangeClosed(0, AGENTS).mapToObj(SystemViewTest::agent).toList(),
          Map.of(),
          List.of());
  private final Topology topology =
      new Topology(
          IntStream.range(0, AGENTS)
              .mapToObj(node -> new Peer("n" + node, "a", "n.test", new Peer.Ports(1, 2, 3)))
              .toList());
  private final ZoneList zones = new ZoneList(() -> topology, TreeMap::new);

  private static Agent agent(int node) {
    return new Agent("n" + node, "a", "boot", 1, Instant.EPOCH, Instant.EPOCH, Optional.empty());
  }

  /// Nothing about the whole topology is worked out again for every agent: that would be 200 kB
  /// each.
  @Test
  void costsSoMuchMemoryForEachAgentHoweverManyThereAre() {
    view.state(Instant.EPOCH, agents, zones);
    long before = allocated();

    SystemView.State state = view.state(Instant.EPOCH, agents, zones);

    assertThat(allocated() - before).isLessThan(AGENTS * BYTES_PER_AGENT);
    assertThat(state.agents())
        .filteredOn(AgentRow::gone)
        .extracting(AgentRow::node)
        .containsExactly("n" + AGENTS);
  }

  /// By this thread, exactly: neither others nor the garbage collector change it.
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
