// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.container.ZoneCounts.Ended;
import dev.zoneprobe.e2e.container.pod.Pod;
import dev.zoneprobe.e2e.container.pod.RequiresContainers;
import dev.zoneprobe.e2e.kit.time.RealTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Three zones of containers, two agents in each, and what Prometheus sees when a node comes or
/// goes or a zone is cut off, as a fake API server tells two collectors of them. Each test leaves
/// the six agents as it found them.
@Tag("slow")
@RequiresContainers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ZonesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  /// Longer than attempts and snapshots are on their way.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private static final int COLLECTORS = 2;

  private static final Set<String> ALL_PAIRS =
      Cluster.ZONES.stream()
          .flatMap(from -> Cluster.ZONES.stream().map(to -> from + ">" + to))
          .collect(Collectors.toSet());

  private static final List<Settings.Node> NODES =
      Cluster.ZONES.stream()
          .flatMap(
              zone -> Stream.of("-0", "-1").map(index -> new Settings.Node(zone + index, zone)))
          .toList();

  /// Its agent does not know where it is.
  private static final Settings.Node LATE = new Settings.Node("zone-c-2", "zone-c", "unknown");

  private static final Map<String, String> ZONE_C = Map.of("zone", "zone-c");

  private final Cluster cluster = new Cluster();
  private final Duration untilAllPairs;

  ZonesTest() {
    Instant begin = Instant.now();
    cluster.start(NODES);
    patiently()
        .until(() -> cluster.counts().pairs(ended -> ended.success() > 0), ALL_PAIRS::equals);
    untilAllPairs = Duration.between(begin, Instant.now());
    System.out.println("all pairs of zones measured after " + untilAllPairs);
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  private static ConditionFactory patiently() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500));
  }

  @Test
  void everyPairOfZonesIsMeasuredWithinAMinute() {
    assertThat(untilAllPairs).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void noContainerNeedsMoreMemoryThanItHas() throws IOException {
    for (Pod pod : cluster.pods()) {
      System.out.printf(
          "%-12s resident %d MB%n", pod.podName(), pod.memory().residentBytes() / 1_000_000);
    }

    assertThat(cluster.pods()).noneMatch(Pod::isOutOfMemory);
  }

  @Test
  void collectorsAskKubernetesOnceEach() throws Exception {
    assertThat(cluster.kubernetes().requests())
        .as("a list and a watch of each of two resources, by each of two collectors")
        .isEqualTo(2 * 2 * 2);
    assertThat(
            cluster.sum("zoneprobe_node_info", Map.of("instance_type", ControlPlane.INSTANCE_TYPE)))
        .isEqualTo(COLLECTORS * NODES.size());
  }

  @Test
  void aNodeIsProbedOnceItIsReadyAndNoMoreWhenItIsDrained() throws Exception {
    awaitNodes(2, 0);
    cluster.kubernetes().notReady(LATE);
    awaitNodes(3, 1);
    cluster.start(List.of(LATE));
    awaitNodes(3, 0);
    awaitAgents(3);
    awaitLook(ALL_PAIRS, Ended::works);

    cluster.kubernetes().terminating(LATE);
    awaitNodes(3, 1);
    awaitLook(towards("zone-c"), Ended::works);
    Looks drain = new Looks(cluster);
    Pod late = cluster.agent(LATE.name());
    assertThat(late.drain()).isZero();
    assertThat(late.getLogs()).contains("; 0 left to the next agent");
    assertThat(late.isOutOfMemory()).isFalse();
    assertThat(next(drain).pairs(Ended::works)).containsAll(towards("zone-c"));

    cluster.remove(LATE);
    awaitNodes(2, 0);
    awaitAgents(2);
  }

  /// Waits until every collector knows so many nodes of zone c, and so many that are away.
  private void awaitNodes(int known, int away) {
    patiently()
        .until(() -> cluster.sum("zoneprobe_zone_nodes", ZONE_C), sum -> sum == COLLECTORS * known);
    patiently()
        .until(
            () -> cluster.sum("zoneprobe_collector_topology_peers_away", Map.of()),
            sum -> sum == COLLECTORS * away);
  }

  private void awaitAgents(int count) {
    patiently().until(() -> cluster.sum("zoneprobe_zone_agents", ZONE_C), sum -> sum == count);
  }

  private static Set<String> towards(String zone) {
    return ALL_PAIRS.stream().filter(pair -> pair.endsWith(zone)).collect(Collectors.toSet());
  }

  @Test
  void aZoneThatIsCutOffFailsToAndFromTheOthersAndGoesOnWithin() {
    Set<String> nodes = Set.of("zone-b-0", "zone-b-1");
    Set<String> cut = Set.of("zone-a>zone-b", "zone-c>zone-b", "zone-b>zone-a", "zone-b>zone-c");
    Set<String> others = new HashSet<>(ALL_PAIRS);
    others.removeAll(cut);

    cluster.cutOff(nodes);
    awaitLook(cut, Ended::isDead);
    awaitLook(others, ended -> ended.success() > 0);

    cluster.reconnect(nodes);
    awaitLook(cut, ended -> ended.success() > ended.failure());
  }

  /// What became of attempts until those that began just now have been counted.
  private static ZoneCounts next(Looks looks) {
    RealTime.passes(BETWEEN_LOOKS, "attempts of this moment are counted a while later");
    return looks.take();
  }

  /// Waits for two looks between which every one of these pairs did so.
  private void awaitLook(Set<String> pairs, Predicate<Ended> so) {
    Looks looks = new Looks(cluster);
    await()
        .atMost(PATIENCE)
        .pollInterval(BETWEEN_LOOKS)
        .until(looks::take, counts -> counts.pairs(so).containsAll(pairs));
  }
}
