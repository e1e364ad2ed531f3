// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.fleet;

import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.chaos.fleet.AgentMember.Responder;
import dev.zoneprobe.e2e.chaos.fleet.AgentMember.Site;
import dev.zoneprobe.e2e.chaos.truth.Archive;
import dev.zoneprobe.e2e.chaos.truth.Chronicle;
import dev.zoneprobe.e2e.chaos.truth.Recount;
import dev.zoneprobe.e2e.chaos.truth.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Agents and collectors in processes of their own, each agent with a link to each collector. Of
/// one thread.
public final class ChaosFleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<CollectorMember> collectors = new ArrayList<>();
  private final List<AgentMember> agents = new ArrayList<>();

  /// Starts nothing yet.
  ///
  /// @param folder of all that the members write
  /// @param stores the directory of each collector's store
  /// @param zones of each agent
  /// @param report further keys of the agents' section `collector`
  /// @param settings of what agents probe, in YAML
  public ChaosFleet(
      Path folder, List<Path> stores, List<String> zones, String report, String settings)
      throws IOException {
    Files.createDirectories(folder);
    List<Site> sites = new ArrayList<>();
    StringBuilder peers = new StringBuilder("peers:\n");
    for (String zone : zones) {
      String node = "agent-" + (sites.size() + 1);
      Responder responder = Responder.free();
      sites.add(new Site(node, zone, folder.resolve(node + "-state"), responder, settings));
      peers.append(
          "  - {node: %s, zone: %s, host: 127.0.0.1, http: %d, grpc: %d, tcp: %d}\n"
              .formatted(node, zone, responder.http(), responder.grpc(), responder.tcp()));
    }
    for (Path store : stores) {
      String name = "collector-" + (collectors.size() + 1);
      collectors.add(new CollectorMember(name, folder, store, peers.toString()));
    }
    sites.forEach(site -> agents.add(new AgentMember(site, folder, collectors, report)));
  }

  /// Starts all collectors, waits until they are ready, and starts all agents.
  public void start() {
    collectors.forEach(CollectorMember::start);
    awaitReady();
    agents.forEach(AgentMember::start);
  }

  /// The collectors.
  public List<CollectorMember> collectors() {
    return collectors;
  }

  /// The agents.
  public List<AgentMember> agents() {
    return agents;
  }

  /// Waits until all collectors take snapshots.
  public void awaitReady() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> collectors.stream().allMatch(CollectorMember::isReady));
  }

  /// Waits until all agents run and have delivered what waited, but for their latest cuts, of which
  /// none is in doubt at a collector that they have left.
  public void awaitCalm() {
    awaitReady();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> agents.stream().allMatch(AgentMember::isCalm));
  }

  /// Waits until collectors have counted so many attempts.
  public void awaitAttempts(long attempts) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> counted().attempts() >= attempts);
  }

  private Tally counted() throws IOException, InterruptedException {
    Tally counted = Tally.nothing();
    for (CollectorMember collector : collectors) {
      counted = counted.plus(collector.tally());
    }
    return counted;
  }

  /// Stops all agents as their nodes would, and returns what they cut against what was counted.
  public Recount recount() throws IOException, InterruptedException {
    agents.forEach(AgentMember::stop);
    return new Recount(chronicle().tally(), counted());
  }

  /// What the agents have cut so far.
  public Chronicle chronicle() {
    List<Archive> archives = agents.stream().map(AgentMember::archive).toList();
    archives.forEach(Archive::look);
    return Chronicle.of(archives);
  }

  @Override
  public void close() {
    agents.forEach(AgentMember::close);
    collectors.forEach(CollectorMember::close);
  }
}
