// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes.NODES;
import static dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes.SLICES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.topology.kubernetes.ApiRequest;
import dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes;
import dev.zoneprobe.collector.topology.kubernetes.Slices;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.wire.plan.PlanChange;
import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.Plan;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What hundreds of agents cost the API server: nothing but their entries in EndpointSlices.
final class ApiLoadTest {
  private static final int AGENTS = 500;

  /// As many as Kubernetes puts into one slice.
  private static final int PER_SLICE = 100;

  private final FakeKubernetes kubernetes = new FakeKubernetes();
  private final List<WatchingAgent> agents = new ArrayList<>();
  private final Collector collector;

  ApiLoadTest() throws Exception {
    String settings =
        """
        listen: {grpc: 0, http: 0}
        store: {commitEvery: 10ms}
        topology: {kubernetes: {namespace: zoneprobe, nodes: true, api: "%s"}}
        """
            .formatted(kubernetes.uri());
    collector =
        new Collector(
            SettingsFile.parse("test", settings, CollectorFile::settings), new SteppingClock(NOW));
  }

  @AfterEach
  void stop() {
    agents.forEach(WatchingAgent::close);
    collector.close();
    kubernetes.close();
  }

  @Test
  void agentsCauseOneListAndOneWatchOfEachResource() throws Exception {
    for (int first = 0; first < AGENTS; first += PER_SLICE) {
      kubernetes.put(SLICES, slice(first, first + PER_SLICE));
    }
    collector.start();
    for (int index = 0; index < AGENTS; index++) {
      agents.add(new WatchingAgent(collector.grpcPort(), index));
    }
    for (WatchingAgent agent : agents) {
      assertThat(agent.nextPeers()).as("peers of " + agent.node).hasSizeGreaterThanOrEqualTo(12);
      assertThat(agent.receipt()).isEqualTo(1);
    }

    kubernetes.put(SLICES, slice(0, PER_SLICE - 1)); // without n99
    List<WatchingAgent> told =
        agents.stream().filter(agent -> agent.peers().contains("n99")).toList();
    assertThat(told).isNotEmpty();
    for (WatchingAgent agent : told) {
      assertThat(agent.nextPeers()).doesNotContain("n99");
    }

    assertApiWasAskedOnce();
  }

  private void assertApiWasAskedOnce() {
    assertThat(kubernetes.requests())
        .containsExactlyInAnyOrder(
            new ApiRequest("discovery.k8s.io", "endpointslices", "list"),
            new ApiRequest("discovery.k8s.io", "endpointslices", "watch"),
            new ApiRequest("", "nodes", "list"),
            new ApiRequest("", "nodes", "watch"));
    for (String resource : List.of(SLICES, NODES)) {
      assertThat(kubernetes.lists(resource)).as("lists of " + resource).isEqualTo(1);
      assertThat(kubernetes.watches(resource)).as("watches of " + resource).isEqualTo(1);
    }
  }

  private static EndpointSlice slice(int from, int to) {
    return Slices.slice(
        "slice-" + from,
        IntStream.range(from, to).mapToObj(i -> node(i) + "/" + zone(i)).toArray(String[]::new));
  }

  private static String node(int index) {
    return "n" + index;
  }

  private static String zone(int index) {
    return "zone-" + index % 3;
  }

  /// One that has delivered a snapshot and follows its plan, over a connection of its own.
  private static final class WatchingAgent implements AutoCloseable {
    private final String node;
    private final ConnectedAgent connection;
    private final Iterator<Plan> plans;
    private Plan plan = Plan.getDefaultInstance();

    WatchingAgent(int port, int index) {
      node = node(index);
      connection = new ConnectedAgent(port);
      connection.deliver(Snapshots.snapshot(node, span(1, 1), succeeded(1_000_000)));
      plans = connection.plans(new Source(node, zone(index), "boot-1"));
    }

    /// Those after the next change that leaves any: before Kubernetes has answered there are none.
    List<String> nextPeers() {
      do {
        plan = PlanChange.applied(plan, plans.next());
      } while (plan.getPeersCount() == 0);
      return peers();
    }

    List<String> peers() {
      return plan.getPeersList().stream().map(Peer::getNode).toList();
    }

    long receipt() throws InterruptedException {
      return connection.receipt();
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
