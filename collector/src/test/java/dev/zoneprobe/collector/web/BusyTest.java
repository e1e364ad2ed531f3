// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.attempt.AttemptStore;
import dev.zoneprobe.collector.history.History;
import dev.zoneprobe.collector.history.QuestionReader;
import dev.zoneprobe.collector.history.turn.Turns;
import dev.zoneprobe.collector.node.NodeSums;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.collector.topology.Topology;
import dev.zoneprobe.collector.web.attempt.MergedAttempts;
import dev.zoneprobe.collector.web.replica.ClusterView;
import dev.zoneprobe.collector.web.replica.OwnView;
import dev.zoneprobe.collector.web.replica.ReplicaPages;
import dev.zoneprobe.collector.web.replica.Replicas;
import dev.zoneprobe.collector.web.view.SystemView;
import dev.zoneprobe.collector.web.view.ViewDesk;
import dev.zoneprobe.recall.AttemptPages;
import dev.zoneprobe.watch.FileWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A collector whose clock runs away, so that every question takes too long.
class BusyTest {
  private final SteppingClock clock = new SteppingClock(NOW);
  private final AtomicLong now = new AtomicLong();

  private WebServer server(Store store) {
    Turns turns = new Turns(() -> now.addAndGet(Duration.ofSeconds(20).toNanos()));
    NodeSums nodes = new NodeSums(10, _ -> true, clock);
    ClusterView.Agents nobody = new ClusterView.Agents(List.of(), Map.of(), List.of());
    OwnView own = new OwnView(new History(store, turns), () -> nobody, nodes);
    ViewDesk desk =
        new ViewDesk(
            new ReplicaPages(own, Optional.empty()),
            () -> Topology.NOTHING,
            new SystemView(
                () -> new SystemView.CollectorState("1", NOW, true, null),
                () -> new SystemView.StoreState(false, 0, 0, NOW, 0, null),
                () -> new SystemView.PlanState(0, NOW)),
            new ViewDesk.Shown(new QuestionReader(Duration.ofHours(1), clock), clock));
    AttemptPages attempts = new AttemptPages(new AttemptStore(10, Set::of));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    WebSettings settings =
        new WebSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            10);
    return new WebServer(
        new WebAccess(settings, new FileWatch(), meters),
        new Scrapes(new PrometheusRegistry(), meters),
        new Api(new MergedAttempts(attempts, Optional.empty()), desk, "store-1"),
        new WebServer.Health(() -> true, () -> true, () -> true),
        new ReaderConnections(10, meters));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/matrix",
        "/api/v1/pair?source_zone=zone-a&destination_zone=zone-b",
        "/api/v1/replica/history?first=29000000&last=29000059&step=60&phase=total"
      })
  void aQuestionThatTakesTooLongIsTurnedAwayAndToldToComeBack(String path) throws Exception {
    StoreSettings inMemory =
        new StoreSettings(Optional.empty(), Duration.ZERO, Duration.ofHours(2), 1L << 30);
    try (Store store = Store.open(inMemory, clock);
        WebServer server = server(store);
        HttpClient http = HttpClient.newHttpClient()) {
      server.start();
      URI address = URI.create("http://127.0.0.1:" + server.port() + path);

      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(address).header(Replicas.ASKER, "store-2").build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
      assertThat(answer.headers().firstValue(Replicas.STORE)).hasValue("store-1");
      assertThat(answer.body()).contains("takes longer than 15 s");
    }
  }
}
