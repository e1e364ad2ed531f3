// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.topology.kubernetes.FakeKubernetes;
import dev.zoneprobe.collector.topology.kubernetes.Slices;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The only collector is started anew while Kubernetes does not answer. One agent knows its zone,
/// the other does not.
final class KubernetesAwayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ATTEMPTS = "zoneprobe_attempts_total";

  private final TemporaryFolder folder = TemporaryFolder.create("kubernetes-away");
  private final FakeKubernetes kubernetes = new FakeKubernetes();
  private final int grpcPort = FreePort.next();
  private final int httpPort = FreePort.next();
  private final JavaProgram first = agent("n1", "zone-a");
  private final JavaProgram second = agent("n2", "unknown");

  private JavaProgram agent(String node, String zone) {
    String settings =
        """
        node: {name: %s, zone: %s}
        collector: {address: "127.0.0.1:%d", interval: 1s}
        responder: {address: 127.0.0.1, http: 0, grpc: 0, tcp: 0}
        admin: {port: 0}
        mesh: {interval: 500ms, timeout: 500ms, protocols: [tcp]}
        """
            .formatted(node, zone, grpcPort);
    return JavaProgram.agent("run", "--config", folder.write(node + ".yaml", settings).toString());
  }

  private JavaProgram collector() {
    String settings =
        """
        listen: {grpc: %d, http: %d}
        topology: {kubernetes: {namespace: zoneprobe, api: "%s"}}
        """
            .formatted(grpcPort, httpPort, kubernetes.uri());
    JavaProgram begun =
        JavaProgram.collector(
            "run", "--config", folder.write("collector.yaml", settings).toString());
    begun.awaitListening(grpcPort);
    return begun;
  }

  @BeforeEach
  void giveAPlan() {
    kubernetes.put(FakeKubernetes.SLICES, Slices.slice("a", "n1/zone-a", "n2/zone-b"));
    try (JavaProgram before = collector()) {
      first.awaitOutput("has 2 peers");
      second.awaitOutput("has 2 peers");
      before.stop();
    }
    kubernetes.goDown();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    kubernetes.close();
    folder.close();
  }

  @Test
  void agentsKeepTheirPlanAndGetTheirZone() throws Exception {
    try (JavaProgram _ = collector()) {
      awaitPositive(ATTEMPTS, Map.of("source_zone", "zone-a"));
      awaitPositive("zoneprobe_collector_snapshots_put_off_total", Map.of());

      kubernetes.comeBack();

      awaitPositive(ATTEMPTS, Map.of("source_zone", "zone-b"));
      assertThat(sum(ATTEMPTS, Map.of("source_zone", "unknown"))).isZero();
      assertThat(List.of(first.output(), second.output()))
          .allSatisfy(log -> assertThat(log).doesNotContain("has 0 peers"));
    }
  }

  private void awaitPositive(String name, Map<String, String> labels) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(sum(name, labels)).as(name + labels).isPositive());
  }

  private double sum(String name, Map<String, String> labels) throws Exception {
    return Scrape.of(URI.create("http://127.0.0.1:" + httpPort + "/metrics")).sum(name, labels);
  }
}
