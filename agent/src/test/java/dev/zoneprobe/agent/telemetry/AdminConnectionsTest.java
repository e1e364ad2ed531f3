// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.record.AttemptRecorder;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.recall.AttemptPages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// As many connections as there may be, and the kubelet's probe after them.
final class AdminConnectionsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int MOST = 64;
  private static final String LIVE = "GET /healthz/live HTTP/1.1\r\nHost: agent\r\n\r\n";

  private final AgentMeters meters = new AgentMeters("node-a", "1.2.3");
  private final List<Socket> others = new ArrayList<>();
  private AdminServer server;

  @BeforeEach
  void start() throws IOException {
    AttemptRecorder recorder =
        new AttemptRecorder(
            new IntervalSnapshot.Source("node-a", "zone-a", "boot"),
            InstantSource.fixed(Examples.NOON));
    server =
        new AdminServer(
            new AdminSettings(LOOPBACK, 0, false),
            meters,
            new Health.Checks(List.of(), List.of(), List.of(), List.of()),
            new AttemptPages(recorder));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket other : others) {
      other.close();
    }
    server.close();
    meters.close();
  }

  private Socket connected() throws IOException {
    Socket socket = new Socket(LOOPBACK, server.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private void takeAllPlaces(String sent) throws IOException {
    for (int i = 0; i < MOST; i++) {
      Socket other = connected();
      other.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
      others.add(other);
    }
  }

  /// As the kubelet asks, on a connection of its own; refused is not alive.
  private boolean isAlive() {
    try (Socket kubelet = connected()) {
      kubelet.getOutputStream().write(LIVE.getBytes(StandardCharsets.US_ASCII));
      return begin(kubelet).startsWith("HTTP/1.1 200");
    } catch (IOException _) {
      return false;
    }
  }

  private static String begin(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  @Test
  void whoWasAnsweredHoldsNoPlace() throws IOException {
    takeAllPlaces(LIVE);
    for (Socket other : others) {
      assertThat(begin(other)).isEqualTo("HTTP/1.1 200");
    }

    for (Socket other : others) {
      String rest = new String(other.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(rest).as("read to its end").containsIgnoringCase("connection: close");
    }
    assertThat(isAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /metrics HTTP/1.1\r\nHost: agent\r\nX-Half: "})
  void whoAsksNothingHoldsItsPlaceForSecondsOnly(String half) throws IOException {
    takeAllPlaces(half);

    await().atMost(Duration.ofSeconds(10)).until(this::isAlive);
  }
}
