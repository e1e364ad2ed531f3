// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.kit.memory.ProcessMemory;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/// A collector in a process of its own, with a store and the options that it is meant to run with,
/// and what can be seen of it from outside.
final class BesiegedCollector implements AutoCloseable {
  private final TemporaryFolder folder = TemporaryFolder.create("besieged");
  private final int grpcPort = FreePort.next();
  private final int httpPort = FreePort.next();
  private final JavaProgram program;

  /// Starts one with these further settings in YAML.
  BesiegedCollector(String settings) {
    String file =
        folder
            .write(
                "collector.yaml",
                """
                listen: {grpc: %d, http: %d}
                store: {directory: %s, commitEvery: 100ms}
                %s
                """
                    .formatted(grpcPort, httpPort, folder.path().resolve("store"), settings))
            .toString();
    program = JavaProgram.collector("run", "--config", file);
    program.awaitListening(httpPort);
    program.awaitListening(grpcPort);
  }

  int grpcPort() {
    return grpcPort;
  }

  int httpPort() {
    return httpPort;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + httpPort + path);
  }

  Scrape scrape() throws IOException, InterruptedException {
    return Scrape.of(uri("/metrics"));
  }

  /// The value of one of the collector's own metrics that has no labels.
  double own(String name) throws IOException, InterruptedException {
    return scrape().value(name, Map.of()).orElseThrow();
  }

  /// Everything that it printed so far.
  String output() {
    return program.output();
  }

  /// What it keeps in memory.
  ProcessMemory memory() {
    return new ProcessMemory(program.pid());
  }

  @Override
  public void close() {
    program.close();
    folder.close();
  }
}
