// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.drain;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;

/// An agent that has delivered all it cut to its collector, and what its ports answer on new
/// connections. Of one thread.
final class LeavingAgent implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final TemporaryFolder folder = TemporaryFolder.create("drain");
  private final int http = FreePort.next();
  private final int grpc = FreePort.next();
  private final int tcp = FreePort.next();
  private final JavaProgram collector;
  private final JavaProgram agent;

  /// Starts a collector, and an agent with these further keys in its section `responder`, which
  /// reports.
  static LeavingAgent reporting(String responder) {
    LeavingAgent leaving = new LeavingAgent(responder);
    leaving.agent.awaitOutput("answers peers over");
    leaving.agent.awaitOutput("snapshots go to");
    return leaving;
  }

  /// The same with an agent that has begun to start: it listens, and is not ready.
  static LeavingAgent starting() {
    LeavingAgent leaving = new LeavingAgent("");
    leaving.agent.awaitListening(leaving.http);
    return leaving;
  }

  private LeavingAgent(String responder) {
    int reports = FreePort.next();
    int page = FreePort.next();
    collector = JavaProgram.collector("run", "--config", collectorFile(reports, page));
    collector.awaitListening(page);
    agent = JavaProgram.agent("run", "--config", agentFile(reports, responder));
  }

  private String collectorFile(int grpcPort, int httpPort) {
    String text = "listen: {grpc: %d, http: %d}\n".formatted(grpcPort, httpPort);
    return folder.write("collector.yaml", text).toString();
  }

  private String agentFile(int collectorPort, String responder) {
    String text =
        """
        node: {name: node-a, zone: zone-a}
        collector: {address: "127.0.0.1:%d"}
        responder: {address: 127.0.0.1, http: %d, grpc: %d, tcp: %d, %s}
        admin: {port: 0}
        """
            .formatted(collectorPort, http, grpc, tcp, responder);
    return folder.write("agent.yaml", text).toString();
  }

  /// Asks it to end (SIGTERM).
  void terminate() {
    agent.terminate();
  }

  /// Everything that it printed.
  String output() {
    return agent.output();
  }

  /// Waits until it ends by itself, and returns its exit code.
  int awaitExit() {
    return agent.awaitExit();
  }

  /// Whether all three ports take a connection, and those that can say that it drains deny it.
  boolean serves() throws IOException, InterruptedException {
    return answers(200, ServingStatus.SERVING);
  }

  /// Whether all three ports take a connection, and those that can say that it drains say so.
  boolean saysThatItDrains() throws IOException, InterruptedException {
    return answers(503, ServingStatus.NOT_SERVING);
  }

  private boolean answers(int status, ServingStatus health)
      throws IOException, InterruptedException {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), tcp)) {
      return status() == status && health() == health;
    } catch (IOException | StatusRuntimeException closed) {
      return false;
    }
  }

  private int status() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + http + "/");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private ServingStatus health() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", grpc).usePlaintext().build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    } finally {
      ManagedChannel _ = channel.shutdownNow();
    }
  }

  @Override
  public void close() {
    agent.close();
    collector.close();
    folder.close();
  }
}
