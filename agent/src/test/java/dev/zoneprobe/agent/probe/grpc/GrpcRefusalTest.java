// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests that the server surely did not process (RFC 9113, section 8.7).
final class GrpcRefusalTest {
  private final EventLoops loops = EventLoops.start(1);

  private interface Refusal {
    void refuse(Http2Peer peer, int stream, int answered) throws IOException;
  }

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void goesOnOverANewConnectionWhenTheReusedOneIsRetired() throws IOException {
    goesOnOverNewConnections((peer, _, answered) -> peer.goAway(answered));
  }

  @Test
  void goesOnOverANewConnectionWhenTheReusedOneRefusesTheRequest() throws IOException {
    goesOnOverNewConnections((peer, stream, _) -> peer.refuse(stream));
  }

  @Test
  void failsWhenANewConnectionIsRetiredBeforeItsFirstAnswer() throws IOException {
    failsOverANewConnection((peer, _, answered) -> peer.goAway(answered));
  }

  @Test
  void failsWhenANewConnectionRefusesTheRequest() throws IOException {
    failsOverANewConnection((peer, stream, _) -> peer.refuse(stream));
  }

  @Test
  void knowsThatARequestWasNeverSentOverAConnectionRetiredBefore() throws Exception {
    try (ScriptedServer server = new ScriptedServer(socket -> Http2Peer.accept(socket).goAway(0))) {
      Endpoint.Grpc endpoint = endpoint(server);
      OngoingAttempt attempt = TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT));
      InetSocketAddress peer =
          new InetSocketAddress(InetAddress.ofLiteral(endpoint.host()), endpoint.port());
      try (GrpcConnection connection = new GrpcDialer(endpoint, loops).connection(peer, attempt)) {
        connection.open(attempt);
        Awaitility.await().until(() -> !connection.isReady());
        CallStamps stamps = connection.stamps(attempt);

        assertThatThrownBy(() -> connection.make(new HealthCall(endpoint), attempt, stamps))
            .isInstanceOf(StatusRuntimeException.class);

        assertThat(connection.isGone()).isFalse();
        assertThat(stamps.isUnprocessed()).isTrue();
      }
    }
  }

  private void goesOnOverNewConnections(Refusal refusal) throws IOException {
    try (ScriptedServer server = new ScriptedServer(socket -> refuseTheSecond(socket, refusal));
        GrpcProbe probe = probe(server, Connection.REUSED)) {
      attempt(probe, server);

      for (int connections = 2; connections <= 3; connections++) {
        Attempt replaced = attempt(probe, server);

        assertThat(replaced.outcome()).isEqualTo(new Outcome.Success());
        assertThat(replaced.circumstances().connection()).isEqualTo(Connection.NEW);
        assertThat(TestTargets.disjointPhases(replaced)).containsKey(Phase.TCP_CONNECT);
        assertThat(server.connections()).isEqualTo(connections);
      }
    }
  }

  private void failsOverANewConnection(Refusal refusal) throws IOException {
    try (ScriptedServer server = new ScriptedServer(socket -> refuseTheFirst(socket, refusal));
        GrpcProbe probe = probe(server, Connection.NEW)) {
      Attempt attempt = attempt(probe, server);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.ROUND_TRIP));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static void refuseTheFirst(Socket socket, Refusal refusal) throws IOException {
    Http2Peer peer = Http2Peer.accept(socket);
    refusal.refuse(peer, peer.readRequest(), 0);
  }

  private static void refuseTheSecond(Socket socket, Refusal refusal) throws IOException {
    Http2Peer peer = Http2Peer.accept(socket);
    int first = peer.readRequest();
    peer.answer(first);
    refusal.refuse(peer, peer.readRequest(), first);
  }

  private GrpcProbe probe(ScriptedServer server, Connection wanted) {
    return new GrpcProbe(endpoint(server), wanted, new LoopbackNames(), loops);
  }

  private static Attempt attempt(GrpcProbe probe, ScriptedServer server) {
    return probe.attempt(
        TestTargets.begin(TestTargets.target(endpoint(server), TestTargets.PATIENT)));
  }

  private static Endpoint.Grpc endpoint(ScriptedServer server) {
    return new Endpoint.Grpc("127.0.0.1", server.port(), "", Optional.empty());
  }
}
