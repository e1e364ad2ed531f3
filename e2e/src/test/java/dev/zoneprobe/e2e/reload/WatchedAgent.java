// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.reload;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/// An agent without a collector, and what it says about itself.
final class WatchedAgent implements AutoCloseable {
  private final int admin;
  private final JavaProgram program;

  private WatchedAgent(int admin, JavaProgram program) {
    this.admin = admin;
    this.program = program;
  }

  /// Settings with which [#start] works, and these further ones.
  static String settings(int admin, String further) {
    return """
    node: {name: node-a, zone: zone-a}
    collector: {address: "127.0.0.1:1"}
    responder: {address: 127.0.0.1, http: 0, grpc: 0, tcp: 0}
    admin: {port: %d}
    %s
    """
        .formatted(admin, further);
  }

  static int freePort() {
    return FreePort.next();
  }

  /// Starts one whose metrics are on port `admin`.
  static WatchedAgent start(Path file, int admin) {
    JavaProgram program = JavaProgram.agent("run", "--config", file.toString());
    program.awaitOutput("answers peers over");
    return new WatchedAgent(admin, program);
  }

  void hangUp() {
    program.hangUp();
  }

  /// Everything that it logged.
  String log() {
    return program.output();
  }

  /// One of its numbers, named without `zoneprobe_agent_`.
  double metric(String name, Map<String, String> labels) throws IOException, InterruptedException {
    return Scrape.of(URI.create("http://127.0.0.1:" + admin + "/metrics"))
        .sum("zoneprobe_agent_" + name, labels);
  }

  /// How often it read its configuration again with this outcome.
  double reloads(String outcome) throws IOException, InterruptedException {
    return metric("config_reloads_total", Map.of("outcome", outcome));
  }

  /// How many attempts have succeeded.
  double successes() throws IOException, InterruptedException {
    return metric("attempts_ended_total", Map.of("outcome", "success"));
  }

  /// What Kubernetes and people get when they ask whether it is ready.
  HttpResponse<String> ready() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + admin + "/healthz/ready");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  /// Without a collector it would wait for one before it stops.
  @Override
  public void close() {
    program.kill();
    program.close();
  }
}
