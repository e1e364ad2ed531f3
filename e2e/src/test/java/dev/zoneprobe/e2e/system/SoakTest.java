// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.memory.ProcessMemory;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.e2e.kit.server.Nginx;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An agent that probes good, failing and silent targets, and its collector, over time: what they
/// keep in memory is a flat line. `-Dsoak.seconds=1800` makes it a long one.
@Tag("slow")
@RequiresProgram(Program.NGINX)
final class SoakTest {
  private static final Duration SOAK = Duration.ofSeconds(Integer.getInteger("soak.seconds", 150));

  /// What is bounded reaches its bound within the first fifth.
  private static final String SOON_FULL =
      """
      limits: {attempts: 300}
      quantiles: {window: 20s, values: [0.5, 0.9, 0.95, 0.99]}
      """;

  private static final List<String> ZONES = List.of("zone-a", "zone-b");

  /// The first fifth is not judged: histograms are made when a series has its first sample, and
  /// rings of attempts fill. The others are two halves of a minute or more, because the collector
  /// gathers history for a minute before it writes it down.
  private static final int LOOKS = 15;

  private static final int BEGIN = LOOKS / 5;
  private static final int HALF = (LOOKS + BEGIN) / 2;

  /// What two of them differ by when nothing grows: frames on their way, buffers.
  private static final long NOISE_BYTES = 1_500_000;

  private record Look(long agentHeap, long collectorHeap, long agentSum, long collectorSum) {
    static Look at(ProcessMemory agent, ProcessMemory collector)
        throws IOException, InterruptedException {
      return new Look(
          agent.liveHeapBytes(),
          collector.liveHeapBytes(),
          agent.residentBytes(),
          collector.residentBytes());
    }

    String row(Duration since) {
      return "%8d s %12.2f MiB %12.2f MiB %12.1f MiB %12.1f MiB%n"
          .formatted(
              since.toSeconds(),
              mebibytes(agentHeap),
              mebibytes(collectorHeap),
              mebibytes(agentSum),
              mebibytes(collectorSum));
    }

    private static double mebibytes(long bytes) {
      return bytes / 1_048_576.0;
    }
  }

  @Test
  void keepsNoMoreInMemoryAsTimeGoesBy() throws Exception {
    try (Nginx nginx = Nginx.keepingConnections();
        ServerSocket silent = new ServerSocket(0);
        Fleet fleet = new Fleet(SOON_FULL, targets(nginx, silent.getLocalPort()), ZONES)) {
      List<Look> looks = looks(fleet);

      writeResult(looks, fleet);
      assertFlat(looks, Look::agentHeap);
      assertFlat(looks, Look::collectorHeap);
    }
  }

  private static void assertFlat(List<Look> looks, ToLongFunction<Look> bytes) {
    long before = most(looks.subList(BEGIN, HALF), bytes);
    assertThat(most(looks.subList(HALF, LOOKS), bytes)).isLessThan(before + NOISE_BYTES);
  }

  private static long most(List<Look> looks, ToLongFunction<Look> bytes) {
    return looks.stream().mapToLong(bytes).max().orElseThrow();
  }

  private static String targets(Nginx nginx, int silent) {
    return """
    mesh: {interval: 100ms}
    targets:
      - {name: good, url: "%s", interval: 20ms}
      - {name: broken, url: "%s", interval: 50ms}
      - {name: silent, url: "http://127.0.0.1:%d/", interval: 100ms, timeout: 1s}
    """
        .formatted(nginx.url("/ok"), nginx.url("/500"), silent);
  }

  private static List<Look> looks(Fleet fleet) {
    List<Look> looks = new ArrayList<>();
    Duration between = SOAK.dividedBy(LOOKS);
    await()
        .atMost(SOAK.multipliedBy(2))
        .pollInterval(between)
        .until(() -> {
          looks.add(Look.at(fleet.agentMemory(0), fleet.collectorMemory()));
          return looks.size() == LOOKS;
        });
    return looks;
  }

  private static void writeResult(List<Look> looks, Fleet fleet)
      throws IOException, InterruptedException {
    StringBuilder table = new StringBuilder();
    table.append(
        "%10s %16s %16s %16s %16s%n"
            .formatted(
                "after", "agent's heap", "collector's heap", "agent resident", "coll. resident"));
    for (int i = 0; i < looks.size(); i++) {
      table.append(looks.get(i).row(SOAK.dividedBy(LOOKS).multipliedBy(i + 1)));
    }
    double attempts = Scrape.of(fleet.collectorMetrics()).sum("zoneprobe_attempts_total", Map.of());
    table.append(
        "%,.0f attempts; heap: live objects after a full collection%n".formatted(attempts));
    ResultFile.write("soak.txt", table.toString());
  }
}
