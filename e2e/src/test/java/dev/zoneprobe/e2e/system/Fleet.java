// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.kit.memory.ProcessMemory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// A collector and agents in zones of their own, as processes on free ports of 127.0.0.1.
public final class Fleet implements AutoCloseable {
  private final TemporaryFolder folder = TemporaryFolder.create("fleet");
  private final int grpcPort = FreePort.next();
  private final int httpPort = FreePort.next();
  private final StringBuilder peers = new StringBuilder("peers:\n");
  private final List<JavaProgram> agents = new ArrayList<>();
  private final List<Integer> adminPorts = new ArrayList<>();
  private final List<Integer> httpPorts = new ArrayList<>();
  private final List<Integer> grpcPorts = new ArrayList<>();
  private final List<String> agentFiles = new ArrayList<>();
  private final JavaProgram collector;

  /// Starts a collector, and an agent in each zone with these further settings in YAML.
  public Fleet(String settings, String... zones) {
    this("quantiles: {values: [0.5, 0.9, 0.95, 0.99]}", settings, List.of(zones));
  }

  /// Starts a collector with further settings in YAML, and an agent in each zone with others.
  public Fleet(String collectorSettings, String settings, List<String> zones) {
    for (String zone : zones) {
      plan(zone, settings);
    }
    String collectorFile =
        folder
            .write(
                "collector.yaml",
                """
                listen: {grpc: %d, http: %d}
                store: {directory: "%s"}
                %s
                %s
                """
                    .formatted(
                        grpcPort,
                        httpPort,
                        folder.path().resolve("store"),
                        collectorSettings,
                        peers))
            .toString();
    collector = JavaProgram.collector("run", "--config", collectorFile);
    collector.awaitListening(httpPort);
    for (int i = 0; i < zones.size(); i++) {
      JavaProgram agent = JavaProgram.agent("run", "--config", agentFiles.get(i));
      agents.add(agent);
      agent.awaitListening(adminPorts.get(i));
    }
  }

  private void plan(String zone, String settings) {
    int http = FreePort.next();
    int grpc = FreePort.next();
    int tcp = FreePort.next();
    int admin = FreePort.next();
    peers.append(
        "  - {node: node-%s, zone: %s, host: 127.0.0.1, http: %d, grpc: %d, tcp: %d}\n"
            .formatted(zone, zone, http, grpc, tcp));
    adminPorts.add(admin);
    httpPorts.add(http);
    grpcPorts.add(grpc);
    agentFiles.add(
        folder
            .write(
                zone + ".yaml",
                """
                node: {name: node-%s, zone: %s}
                collector: {address: "127.0.0.1:%d", interval: 1s}
                responder: {address: 127.0.0.1, http: %d, grpc: %d, tcp: %d}
                admin: {port: %d}
                %s
                """
                    .formatted(zone, zone, grpcPort, http, grpc, tcp, admin, settings))
            .toString());
  }

  /// Where the collector is scraped, as host and port.
  public String collectorAddress() {
    return "127.0.0.1:" + httpPort;
  }

  /// The collector's metrics page.
  public URI collectorMetrics() {
    return URI.create("http://" + collectorAddress() + "/metrics");
  }

  /// The metrics page of the agent with this index.
  public URI agentMetrics(int index) {
    return URI.create("http://127.0.0.1:" + adminPorts.get(index) + "/metrics");
  }

  /// Where the agents' responders answer HTTP.
  public List<Integer> httpPorts() {
    return List.copyOf(httpPorts);
  }

  /// Where the agents' responders answer gRPC.
  public List<Integer> grpcPorts() {
    return List.copyOf(grpcPorts);
  }

  /// The memory of the collector.
  public ProcessMemory collectorMemory() {
    return new ProcessMemory(collector.pid());
  }

  /// The memory of the agent with this index.
  public ProcessMemory agentMemory(int index) {
    return new ProcessMemory(agents.get(index).pid());
  }

  /// Stops the agent with this index as its node would, and returns its exit code.
  public int stopAgent(int index) {
    return agents.get(index).stop();
  }

  /// Everything that the agent with this index printed so far.
  public String agentOutput(int index) {
    return agents.get(index).output();
  }

  @Override
  public void close() {
    agents.forEach(JavaProgram::close);
    collector.close();
    folder.close();
  }
}
