// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes.SLICES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.topology.LiveTopology;
import dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes;
import dev.zoneprobe.collector.topology.kubernetes.Slices;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Source;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.Plan;
import io.grpc.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A whole collector that learns from Kubernetes who the agents are.
class KubernetesCollectorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FakeKubernetes kubernetes = new FakeKubernetes();
  private final SteppingClock clock = new SteppingClock(NOW);
  private final HttpClient http = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // by start()
  private Collector collector;

  private void start() throws Exception {
    String settings =
        """
        listen: {grpc: 0, http: 0}
        store: {commitEvery: 10ms}
        topology: {kubernetes: {namespace: zoneprobe, api: "%s"}}
        """
            .formatted(kubernetes.uri());
    collector = new Collector(SettingsFile.parse("test", settings, CollectorFile::settings), clock);
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
    kubernetes.close();
    http.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + collector.httpPort() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private String metrics() throws IOException, InterruptedException {
    return get("/metrics").body();
  }

  private void awaitMetric(String line) {
    await().atMost(PATIENCE).until(() -> metrics().contains(line + "\n"));
  }

  private static List<String> nodes(Plan plan) {
    return plan.getPeersList().stream().map(Peer::getNode).toList();
  }

  @Test
  void tellsAnAgentWhenItsPeersChange() throws Exception {
    start();
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a", "n2/zone-b"));
    awaitMetric("zoneprobe_zone_nodes{zone=\"zone-b\"} 1.0");
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      Source n1 = new Source("n1", "zone-a", "boot");
      Iterator<Plan> plans = agent.plans(n1);
      Iterator<Plan> wholePlans = agent.wholePlans(n1);
      assertThat(nodes(plans.next())).containsExactly("n1", "n2");
      assertThat(nodes(wholePlans.next())).containsExactly("n1", "n2");

      kubernetes.put(SLICES, Slices.slice("b", "n3/zone-a"));

      Plan change = plans.next();
      assertThat(change.getChange()).isTrue();
      assertThat(nodes(change)).containsExactly("n3");
      assertThat(change.getGoneList()).containsExactly("n1");
      Plan whole = wholePlans.next();
      assertThat(whole.getChange()).isFalse();
      assertThat(nodes(whole)).containsExactly("n2", "n3");
    }
  }

  @Test
  void tellsAnAgentTheZoneOfItsNode() throws Exception {
    start();
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a", "n2/"));
    awaitMetric("zoneprobe_zone_nodes{zone=\"zone-a\"} 1.0");
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      Iterator<Plan> first = agent.plans(new Source("n1", "unknown", "boot"));
      Iterator<Plan> second = agent.plans(new Source("n2", "unknown", "boot"));
      assertThat(first.next().getZone()).isEqualTo("zone-a");
      assertThat(second.next().getZone()).isEmpty();

      kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a", "n2/zone-b"));

      assertThat(second.next().getZone()).isEqualTo("zone-b");
    }
  }

  @Test
  void putsAnAgentThatDoesNotKnowItsZoneIntoThatOfItsNode() throws Exception {
    start();
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a"));
    awaitMetric("zoneprobe_zone_nodes{zone=\"zone-a\"} 1.0");
    IntervalSnapshot known = Snapshots.snapshot("n1", span(1, 1), succeeded(1_000_000));
    IntervalSnapshot lost =
        new IntervalSnapshot(
            new Source("n1", "unknown", known.source().bootId()), known.span(), known.subjects());
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      agent.deliver(lost);
      assertThat(agent.receipt()).isEqualTo(1);
    }

    assertThat(metrics())
        .contains("zoneprobe_zone_agents{zone=\"zone-a\"} 1.0")
        .contains("source_zone=\"zone-a\"")
        .doesNotContain("source_zone=\"unknown\"");
  }

  private void startWithoutKubernetes() throws Exception {
    kubernetes.goDown();
    start();
  }

  /// The first plan that comes on a stream that is open already.
  private CompletableFuture<Plan> firstPlan(ConnectedAgent agent) {
    Iterator<Plan> plans = agent.plans(new Source("n1", "zone-a", "boot"));
    awaitMetric("zoneprobe_collector_streams_open 2.0");
    return CompletableFuture.supplyAsync(plans::next);
  }

  private static void deliver(ConnectedAgent agent, String zone, long cut) {
    agent.deliver(Snapshots.snapshot("n1", span(cut, cut), succeeded(1_000_000)).in(zone));
  }

  private static Plan arrived(CompletableFuture<Plan> plan) {
    return plan.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Test
  void givesNoPlanBeforeItKnowsOne() throws Exception {
    startWithoutKubernetes();
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a", "n2/zone-b"));
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      CompletableFuture<Plan> plan = firstPlan(agent);

      kubernetes.comeBack();

      assertThat(arrived(plan).getPeersList()).map(Peer::getNode).containsExactly("n1", "n2");
    }
  }

  @Test
  void givesAnEmptyPlanOnceKubernetesSaysThatThereIsNobody() throws Exception {
    startWithoutKubernetes();
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      CompletableFuture<Plan> plan = firstPlan(agent);
      deliver(agent, "zone-a", 1);
      assertThat(agent.receipt()).isEqualTo(1);
      assertThat(plan).isNotDone();

      kubernetes.comeBack();

      assertThat(arrived(plan).getPeersList()).isEmpty();
    }
  }

  @Test
  void isReadyForAgentsThatKnowTheirZone() throws Exception {
    startWithoutKubernetes();
    assertThat(get("/healthz/ready").statusCode()).isEqualTo(200);
    assertThat(metrics()).contains("zoneprobe_collector_topology_synced 0.0");
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      deliver(agent, "zone-a", 1);

      assertThat(agent.receipt()).isEqualTo(1);
    }
  }

  @Test
  void putsAgentsOffThatDoNotKnowTheirZoneUntilItDoes() throws Exception {
    startWithoutKubernetes();
    kubernetes.put(SLICES, Slices.slice("a", "n1/zone-a"));
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      deliver(agent, "unknown", 1);
      assertThat(agent.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    awaitMetric("zoneprobe_collector_snapshots_put_off_total 1.0");

    kubernetes.comeBack();
    awaitMetric("zoneprobe_zone_nodes{zone=\"zone-a\"} 1.0");

    assertTakenAs("zone-a");
    assertThat(metrics()).doesNotContain("source_zone=\"unknown\"");
  }

  @Test
  void putsThemOffForTwoMinutesAndNoLonger() throws Exception {
    startWithoutKubernetes();
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      deliver(agent, "unknown", 1);
      assertThat(agent.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    clock.advance(LiveTopology.PUT_OFF_FOR);

    assertTakenAs("unknown");
  }

  private void assertTakenAs(String zone) throws Exception {
    try (ConnectedAgent agent = new ConnectedAgent(collector.grpcPort())) {
      deliver(agent, "unknown", 1);
      assertThat(agent.receipt()).isEqualTo(1);
    }
    assertThat(metrics()).contains("source_zone=\"" + zone + "\"");
  }
}
