// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a connection can do to an attempt.
final class GrpcConnectionTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final EventLoops loops = EventLoops.start(1);
  private final HealthStatusManager health = new HealthStatusManager();
  private final TestAuthority authority = new TestAuthority();
  private final HeldCertificate certificate = authority.certificate("shop.test");

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void tellsThatAConnectionWasRefused() throws IOException {
    int port = unusedPort();

    Attempt attempt = probe(plain(port), TestTargets.PATIENT);

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.CONNECT_REFUSED, Phase.TCP_CONNECT));
    assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
  }

  @Test
  void timesOutWhileTheServerSendsNoSettings() throws IOException {
    try (ScriptedServer server = new ScriptedServer(_ -> {})) {
      Attempt attempt = probe(plain(server.port()), SHORT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.HTTP2_SETUP));
      assertThat(TestTargets.took(attempt, Phase.TOTAL)).isEqualTo(SHORT);
    }
  }

  @Test
  void tellsThatTheServerSpeaksNoHttp2() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            connection -> ScriptedServer.write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      Attempt attempt = probe(plain(server.port()), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.HTTP2_SETUP));
    }
  }

  @Test
  void tellsThatTheServerResetTheConnection() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.reset(connection);
        })) {
      Attempt attempt = probe(plain(server.port()), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.HTTP2_SETUP));
    }
  }

  @Test
  void tellsThatTheServerClosedTheConnection() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          connection.shutdownOutput();
        })) {
      Attempt attempt = probe(plain(server.port()), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.HTTP2_SETUP));
    }
  }

  @Test
  void tellsThatTheConnectionWasLostDuringTheCall() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          Http2Peer.accept(connection).readRequest();
          ScriptedServer.reset(connection);
        })) {
      Attempt attempt = probe(plain(server.port()), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.ROUND_TRIP));
    }
  }

  @Test
  void replacesAReusedConnectionThatIsLostBeforeTheAnswer() throws IOException {
    AtomicReference<Runnable> beforeAnswer = new AtomicReference<>(() -> {});
    try (TestGrpcServer server = TestGrpcServer.serving(answering(beforeAnswer));
        ScriptedServer relay = new ScriptedServer(client -> relay(client, server.port()))) {
      Endpoint.Grpc endpoint = plain(relay.port());
      try (GrpcProbe probe =
          new GrpcProbe(endpoint, Connection.REUSED, new LoopbackNames(), loops)) {
        probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
        beforeAnswer.set(() -> {
          beforeAnswer.set(() -> {});
          relay.closeConnections();
        });

        Attempt second =
            probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));

        assertThat(second.outcome()).isEqualTo(new Outcome.Success());
        assertThat(second.circumstances().connection()).isEqualTo(Connection.NEW);
        assertThat(TestTargets.gap(second)).isPositive();
      }
    }
  }

  @Test
  void tellsNothingOfTheLostConnectionIfTheNewOneIsRefused() throws IOException {
    AtomicReference<Runnable> beforeAnswer = new AtomicReference<>(() -> {});
    CompletableFuture<Socket> relayed = new CompletableFuture<>();
    try (TestGrpcServer server = TestGrpcServer.serving(answering(beforeAnswer));
        ServerSocket relay = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> relayOne(relay, relayed, server.port()));
      Endpoint.Grpc endpoint = plain(relay.getLocalPort());
      try (GrpcProbe probe =
          new GrpcProbe(endpoint, Connection.REUSED, new LoopbackNames(), loops)) {
        probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
        beforeAnswer.set(() -> close(relayed.join()));

        Attempt second =
            probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));

        assertThat(second.outcome())
            .isEqualTo(new Outcome.Failed(Failure.CONNECT_REFUSED, Phase.TCP_CONNECT));
        assertThat(second.trace().detail()).isEmpty();
      }
    }
  }

  @Test
  void recordsTheHandshakeApartFromTheConnect() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.secured(certificate, health.getHealthService())) {
      Attempt attempt = probe(secured(server.port(), authority.trusted()), TestTargets.PATIENT);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(TestTargets.disjointPhases(attempt))
          .containsOnlyKeys(
              Phase.DNS_LOOKUP,
              Phase.TCP_CONNECT,
              Phase.TLS_HANDSHAKE,
              Phase.HTTP2_SETUP,
              Phase.ROUND_TRIP,
              Phase.TRANSFER);
    }
  }

  @Test
  void doesNotTrustAnUnknownAuthority() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.secured(certificate, health.getHealthService())) {
      Attempt attempt = probe(secured(server.port(), Endpoint.Tls.DEFAULT), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_CERTIFICATE, Phase.TLS_HANDSHAKE));
    }
  }

  @Test
  void refusesACertificateForAnotherName() throws IOException {
    HeldCertificate other = authority.certificate("other.test");
    try (TestGrpcServer server = TestGrpcServer.secured(other, health.getHealthService())) {
      Attempt attempt = probe(secured(server.port(), authority.trusted()), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_CERTIFICATE, Phase.TLS_HANDSHAKE));
    }
  }

  @Test
  void verifiesTheServerNameOfTheSettings() throws IOException {
    HeldCertificate other = authority.certificate("other.test");
    Endpoint.Tls tls = authority.trusted().named("other.test");
    try (TestGrpcServer server = TestGrpcServer.secured(other, health.getHealthService())) {
      Attempt attempt = probe(secured(server.port(), tls), TestTargets.PATIENT);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    }
  }

  @Test
  void timesOutInTheHandshake() throws IOException {
    try (ScriptedServer server = new ScriptedServer(_ -> {})) {
      Attempt attempt = probe(secured(server.port(), authority.trusted()), SHORT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.TLS_HANDSHAKE));
    }
  }

  /// Netty would give up after ten seconds by itself.
  @Test
  void givesAHandshakeUntilTheDeadline() throws IOException {
    Duration patience = Duration.ofSeconds(12);
    try (ScriptedServer server = new ScriptedServer(_ -> {})) {
      Attempt attempt = probe(secured(server.port(), authority.trusted()), patience);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.TLS_HANDSHAKE));
      assertThat(TestTargets.took(attempt, Phase.TOTAL)).isEqualTo(patience);
    }
  }

  @Test
  void tellsThatTheServerRefusesItsCertificate() throws IOException {
    try (TestGrpcServer server =
        TestGrpcServer.demandingClients(certificate, authority, health.getHealthService())) {
      Attempt attempt = probe(secured(server.port(), authority.trusted()), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.HTTP2_SETUP));
      assertThat(attempt.trace().detail().orElseThrow()).contains("Received fatal alert");
    }
  }

  @Test
  void tellsThatATlsServerDoesNotNegotiateHttp2() throws IOException {
    SSLSocketFactory tls = TestAuthority.showing(certificate).sslContext().getSocketFactory();
    try (ScriptedServer server =
        new ScriptedServer(
            connection -> tls.createSocket(connection, null, true).getInputStream().read())) {
      Attempt attempt = probe(secured(server.port(), authority.trusted()), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.HTTP2_SETUP));
    }
  }

  private static BindableService answering(AtomicReference<Runnable> beforeAnswer) {
    return new HealthGrpc.HealthImplBase() {
      @Override
      public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
        beforeAnswer.get().run();
        answer.onNext(HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
        answer.onCompleted();
      }
    };
  }

  private static void relay(Socket client, int port) throws IOException {
    try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      Thread.ofVirtual().start(() -> copy(server, client));
      client.getInputStream().transferTo(server.getOutputStream());
    }
  }

  /// Accepts one connection, and then listens no more.
  private static void relayOne(ServerSocket relay, CompletableFuture<Socket> relayed, int port) {
    try (Socket client = relay.accept()) {
      relay.close();
      relayed.complete(client);
      relay(client, port);
    } catch (IOException _) {
      // The test has closed one of them.
    }
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // The test has closed one of them.
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Endpoint.Grpc plain(int port) {
    return new Endpoint.Grpc("127.0.0.1", port, "", Optional.empty());
  }

  private static Endpoint.Grpc secured(int port, Endpoint.Tls tls) {
    return new Endpoint.Grpc("shop.test", port, "", Optional.of(tls));
  }

  private Attempt probe(Endpoint.Grpc endpoint, Duration timeout) {
    try (GrpcProbe probe = new GrpcProbe(endpoint, Connection.NEW, new LoopbackNames(), loops)) {
      return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, timeout)));
    }
  }
}
