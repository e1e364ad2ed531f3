// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.container.pod.Image;
import dev.zoneprobe.e2e.container.pod.Pod;
import dev.zoneprobe.e2e.container.pod.RequiresContainers;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Network;

/// What containers of our images cost: memory, disk and the time until they do their work. Writes
/// `container.md`.
@Tag("slow")
@RequiresContainers
final class FootprintTest {
  private static final int TARGETS = 100;
  private static final int SETTLED = 30 * TARGETS;
  private static final long AGENT_AT_MOST = 135_000_000;
  private static final long COLLECTOR_AT_MOST = 250_000_000;

  private static final String REPORT =
      """
      # What containers cost

      Written by `FootprintTest`: containers as in the manifests, on loopback and the bridge of a Docker engine. Start-up is the
      median of five, from the start of the process until an agent's first attempt arrives, or until a collector says that it is
      ready. Anonymous is what is no page of a file, and cannot be taken back by the kernel.

      | program | load | resident | anonymous | start-up | image file |
      |---|---|---|---|---|---|
      """;

  private static final String TCP_TARGET =
      "  - {name: t%d, url: \"tcp://127.0.0.1:8782\", interval: 1s, timeout: 1s}\n";
  private static final String HTTP_TARGET =
      "  - {name: h%d, url: \"http://127.0.0.1:8780\", interval: 1s, timeout: 1s, connections: [new]}\n";

  /// In bytes.
  private record Memory(long resident, long anonymous) {
    static Memory of(Pod pod) throws IOException {
      return new Memory(pod.memory().residentBytes(), pod.memory().anonymousBytes());
    }
  }

  @Test
  void containersAreSmallAndSoonAtWork() throws Exception {
    try (Network network = Network.newNetwork()) {
      StartUps startUps = new StartUps(network);
      Duration agentStart = startUps.ofAgent();
      Duration collectorStart = startUps.ofCollector();
      List<Memory> memories = settled(network);

      ResultFile.write(
          "container.md",
          REPORT
              + row(Image.COLLECTOR, "two agents", memories.get(0), collectorStart)
              + row(Image.AGENT, "no targets", memories.get(1), agentStart)
              + row(
                  Image.AGENT,
                  TARGETS + " targets, each once a second",
                  memories.get(2),
                  agentStart));
      assertThat(memories.get(0).resident()).isLessThan(COLLECTOR_AT_MOST);
      assertThat(memories.get(2).resident()).isLessThan(AGENT_AT_MOST);
    }
  }

  /// Of a collector, an agent without targets and one with a hundred.
  private static List<Memory> settled(Network network) throws IOException {
    try (Pod collector = pod(Image.COLLECTOR, "collector-0", Settings.collector(), network);
        Pod idle = pod(Image.AGENT, "idle", Settings.agent("idle"), network);
        Pod busy = pod(Image.AGENT, "busy", Settings.agent("busy") + targets(), network)) {
      List<Pod> pods = List.of(collector, idle, busy);
      pods.forEach(Pod::start);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> busy.scrape().sum("zoneprobe_agent_attempts_ended_total", Map.of()) > SETTLED);
      return List.of(Memory.of(collector), Memory.of(idle), Memory.of(busy));
    }
  }

  private static Pod pod(Image image, String name, String settings, Network network) {
    return new Pod(image, name, settings, List.of(network));
  }

  /// Half of them over TCP and half over HTTP, to the agent's own responder.
  private static String targets() {
    return "targets:\n"
        + IntStream.range(0, TARGETS)
            .mapToObj(i -> (i % 2 == 0 ? TCP_TARGET : HTTP_TARGET).formatted(i))
            .collect(Collectors.joining());
  }

  private static String row(Image image, String load, Memory memory, Duration start)
      throws IOException {
    return "| %s | %s | %.0f MB | %.0f MB | %d ms | %.0f MB |%n"
        .formatted(
            image.program(),
            load,
            memory.resident() / 1e6,
            memory.anonymous() / 1e6,
            start.toMillis(),
            Files.size(image.file()) / 1e6);
  }
}
