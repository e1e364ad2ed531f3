// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import dev.zoneprobe.e2e.container.pod.Image;
import dev.zoneprobe.e2e.container.pod.Pod;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/// Three zones, each a network of its own, a backbone between them, and two collectors that are in
/// every zone. Of one thread.
///
/// Agents of one zone reach each other and the collectors without the backbone; so a zone that is
/// cut off from it can still tell what it sees.
final class Cluster implements AutoCloseable {
  static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");
  private static final List<String> COLLECTORS = List.of("collector-0", "collector-1");

  private final Network backbone = Network.newNetwork();
  private final Map<String, Network> zones = new LinkedHashMap<>();
  private final Map<String, Pod> agents = new LinkedHashMap<>();
  private final ControlPlane kubernetes;
  private final List<Pod> collectors;

  /// Starts collectors, and no agents yet.
  Cluster() {
    ZONES.forEach(zone -> zones.put(zone, Network.newNetwork()));
    kubernetes = new ControlPlane(network(ZONES.getFirst()));
    String settings = Settings.collector(kubernetes.api());
    collectors =
        COLLECTORS.stream()
            .map(name -> new Pod(Image.COLLECTOR, name, settings, List.copyOf(zones.values())))
            .toList();
    Startables.deepStart(collectors).join();
  }

  /// What the collectors are told about the nodes.
  ControlPlane kubernetes() {
    return kubernetes;
  }

  /// Starts agents on these nodes, and tells Kubernetes when they are ready.
  void start(List<Settings.Node> nodes) {
    List<Pod> pods = new ArrayList<>();
    nodes.forEach(kubernetes::notReady);
    for (Settings.Node node : nodes) {
      Pod pod = new Pod(Image.AGENT, node.name(), Settings.agent(node), networks(node.zone()));
      agents.put(node.name(), pod);
      pods.add(pod);
    }
    Startables.deepStart(pods).join();
    nodes.forEach(kubernetes::ready);
  }

  private List<Network> networks(String zone) {
    return List.of(network(zone), backbone);
  }

  private Network network(String zone) {
    return Optional.ofNullable(zones.get(zone)).orElseThrow();
  }

  Pod agent(String node) {
    return Optional.ofNullable(agents.get(node)).orElseThrow();
  }

  /// Removes a node and its container.
  void remove(Settings.Node node) {
    kubernetes.remove(node);
    agent(node.name()).close();
    agents.remove(node.name());
  }

  /// All of them, collectors first.
  List<Pod> pods() {
    return Stream.concat(collectors.stream(), agents.values().stream()).toList();
  }

  /// Cuts nodes, all those of a zone, off from the other zones.
  void cutOff(Set<String> nodes) {
    nodes.forEach(node -> agent(node).leave(backbone));
  }

  /// Undoes it.
  void reconnect(Set<String> nodes) {
    nodes.forEach(node -> agent(node).join(backbone));
  }

  /// A metric with these labels, of both collectors together: an agent reports to either.
  double sum(String name, Map<String, String> labels) throws IOException, InterruptedException {
    return scrapes().stream().mapToDouble(scrape -> scrape.sum(name, labels)).sum();
  }

  /// What has become of attempts between zones so far.
  ZoneCounts counts() throws IOException, InterruptedException {
    return ZoneCounts.of(scrapes());
  }

  private List<Scrape> scrapes() throws IOException, InterruptedException {
    List<Scrape> scrapes = new ArrayList<>();
    for (Pod collector : collectors) {
      scrapes.add(collector.scrape());
    }
    return scrapes;
  }

  @Override
  public void close() {
    agents.values().forEach(Pod::close);
    collectors.forEach(Pod::close);
    kubernetes.close();
    zones.values().forEach(Network::close);
    backbone.close();
  }
}
