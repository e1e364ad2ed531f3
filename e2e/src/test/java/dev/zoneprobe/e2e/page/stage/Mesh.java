// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.stage;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.PeerInterval;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Zones with as many nodes each, of which every one makes as many attempts on every other: all
/// equally fast, so that failures alone make a difference.
///
/// @param attempts of each node on each other one
public record Mesh(List<String> zones, int nodesPerZone, int attempts) {
  /// One node, such as the first of `zone-a`, `zone-a-n0`.
  public record Node(String zone, int number) {
    String name() {
      return zone + "-n" + number;
    }
  }

  /// How many attempts fail.
  @FunctionalInterface
  public interface Failures {
    /// Of those from one node to another.
    int between(Node from, Node to);
  }

  /// What all agents say at this moment.
  public void report(Stage stage, Failures failures) throws InterruptedException {
    List<Node> nodes = nodes();
    for (Node node : nodes) {
      stage.report(node.name(), node.zone(), List.of());
    }
    for (Node from : nodes) {
      List<PeerInterval> peers =
          nodes.stream()
              .filter(to -> !to.equals(from))
              .map(to -> peer(to, failures.between(from, to)))
              .toList();
      stage.report(from.name(), from.zone(), subjects(stage, peers), peers);
    }
  }

  private List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (String zone : zones) {
      for (int number = 0; number < nodesPerZone; number++) {
        nodes.add(new Node(zone, number));
      }
    }
    return nodes;
  }

  private PeerInterval peer(Node to, int failures) {
    LatencyHistogram nothing = new LatencyHistogram();
    return new PeerInterval(to.name(), to.zone(), attempts - failures, failures, nothing, nothing);
  }

  private static List<SubjectInterval> subjects(Stage stage, List<PeerInterval> peers) {
    Map<String, List<PeerInterval>> byZone =
        peers.stream().collect(Collectors.groupingBy(PeerInterval::zone));
    return byZone.entrySet().stream()
        .map(zone -> way(zone.getKey(), zone.getValue()).reported(stage.now()))
        .toList();
  }

  private static Way way(String zone, List<PeerInterval> peers) {
    long successes = peers.stream().mapToLong(PeerInterval::successes).sum();
    long failures = peers.stream().mapToLong(PeerInterval::failures).sum();
    return Way.toZone(zone, (int) successes, 1_000, (int) failures);
  }
}
