// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.kit.memory.ProcessMemory;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.measure.NanoClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What it costs a collector, with the heap that it is meant to run with, to know the nodes of a
/// large cluster.
final class LargeClusterTest {
  private static final int NODES = 5_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long AT_MOST = 40_000_000;

  private record Cost(long liveBytes, Duration known) {}

  @Test
  void knowingTheNodesTakesLittleOfTheHeap() throws Exception {
    Cost nothing = cost(0, false);
    Cost endpoints = cost(NODES, false);
    Cost all = cost(NODES, true);

    ResultFile.write(
        "topology.md",
        heading()
            + row(0, "EndpointSlices", nothing)
            + row(NODES, "EndpointSlices", endpoints)
            + row(NODES, "EndpointSlices and Nodes", all));
    assertThat(all.liveBytes() - nothing.liveBytes()).isLessThan(AT_MOST);
  }

  private static String heading() {
    return """
    # What knowing the nodes costs a collector

    Written by `LargeClusterTest`: a collector with the options of `collector/jvm.options`, no agents, and a stand-in for Kubernetes
    that tells of %,d nodes, each a Node object of %.0f kB and an endpoint, in slices of 100. Live is what is still referred to after a
    full garbage collection. Known after is the time from the start of the process, an idle JVM's own included.

    | nodes | watched | live heap | known after |
    |---|---|---|---|
    """
        .formatted(NODES, LargeCluster.nodeBytes() / 1e3);
  }

  private static Cost cost(int nodes, boolean watched) throws Exception {
    int http = FreePort.next();
    try (LargeCluster cluster = new LargeCluster(nodes);
        TemporaryFolder folder = TemporaryFolder.create("large")) {
      String settings =
          """
          listen: {grpc: %d, http: %d}
          store: {directory: "%s"}
          topology: {kubernetes: {namespace: zoneprobe, nodes: %s, api: "%s"}}
          """
              .formatted(
                  FreePort.next(), http, folder.path().resolve("store"), watched, cluster.api());
      String file = folder.write("collector.yaml", settings).toString();
      long begun = NanoClock.SYSTEM.nanos();
      try (JavaProgram collector = JavaProgram.collector("run", "--config", file)) {
        collector.awaitListening(http);
        URI metrics = URI.create("http://127.0.0.1:%d/metrics".formatted(http));
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .failFast("the collector has ended", () -> !collector.isAlive())
            .until(() -> isKnown(metrics, nodes));
        Duration known = Duration.ofNanos(NanoClock.SYSTEM.nanos() - begun);
        return new Cost(new ProcessMemory(collector.pid()).liveHeapBytes(), known);
      }
    }
  }

  private static boolean isKnown(URI metrics, int nodes) throws IOException, InterruptedException {
    Scrape scrape = Scrape.of(metrics);
    return scrape.sum("zoneprobe_collector_topology_synced", Map.of()) == 1
        && scrape.sum("zoneprobe_collector_topology_peers", Map.of()) == nodes;
  }

  private static String row(int nodes, String watched, Cost cost) {
    return "| %d | %s | %.0f MB | %.1f s |%n"
        .formatted(nodes, watched, cost.liveBytes() / 1e6, cost.known().toMillis() / 1e3);
  }
}
