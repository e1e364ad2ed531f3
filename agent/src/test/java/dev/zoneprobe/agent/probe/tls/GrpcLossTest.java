// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.probe.grpc.GrpcProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an attempt tells of a connection that does not come to a call.
final class GrpcLossTest {
  private static final int ATTEMPTS = 300;

  private final EventLoops loops = EventLoops.start(1);
  private final TestAuthority authority = new TestAuthority();

  @AfterEach
  void stop() {
    loops.close();
  }

  /// Which we notice as we connect, write or read.
  @Test
  void aResetBeforeAnythingCameIsNoFaultOfTheProtocol() throws IOException {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::reset)) {
      Set<Failure> reasons =
          Stream.generate(() -> attempt(server, Optional.empty(), TestTargets.PATIENT))
              .limit(ATTEMPTS)
              .map(attempt -> ((Outcome.Failed) attempt.outcome()).reason())
              .collect(Collectors.toSet());

      assertThat(reasons).isSubsetOf(Failure.CONNECT_RESET, Failure.RESPONSE_RESET);
    }
  }

  @Test
  void aHandshakeThatIsNeverAnsweredTellsNothing() throws IOException {
    try (ScriptedServer server = new ScriptedServer(_ -> {})) {
      Attempt attempt = attempt(server, Optional.of(authority.trusted()), Duration.ofMillis(500));

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.TLS_HANDSHAKE));
      assertThat(attempt.trace().detail()).isEmpty();
    }
  }

  @Test
  void aHandshakeThatIsResetIsToldAsThat() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ClientHello.read(connection.getInputStream());
          ScriptedServer.reset(connection);
        })) {
      Attempt attempt = attempt(server, Optional.of(authority.trusted()), TestTargets.PATIENT);

      assertThat(attempt.trace().detail())
          .contains("the server reset the connection in the handshake");
    }
  }

  @Test
  void oneThatTheServerEndsIsToldAsThat() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ClientHello.read(connection.getInputStream());
          connection.shutdownOutput();
        })) {
      Attempt attempt = attempt(server, Optional.of(authority.trusted()), TestTargets.PATIENT);

      assertThat(attempt.trace().detail())
          .contains("the server closed the connection in the handshake");
    }
  }

  @Test
  void aServerThatDoesNotAgreeToHttp2IsToldAsThat() throws IOException {
    SSLSocketFactory tls =
        TestAuthority.showing(authority.certificate("shop.test")).sslContext().getSocketFactory();
    try (ScriptedServer server =
        new ScriptedServer(
            connection -> tls.createSocket(connection, null, true).getInputStream().read())) {
      Attempt attempt = attempt(server, Optional.of(authority.trusted()), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.HTTP2_SETUP));
      assertThat(attempt.trace().detail()).contains("the server agrees to no HTTP/2 (ALPN)");
    }
  }

  @Test
  void aServerOfAnotherProtocolIsToldAsThat() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> ScriptedServer.write(connection, "SSH-2.0-x\r\n"))) {
      Attempt attempt = attempt(server, Optional.empty(), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.HTTP2_SETUP));
      assertThat(attempt.trace().detail()).contains("what the server sent first is not HTTP/2");
    }
  }

  private Attempt attempt(ScriptedServer server, Optional<Endpoint.Tls> tls, Duration timeout) {
    Endpoint.Grpc endpoint = new Endpoint.Grpc("shop.test", server.port(), "", tls);
    try (GrpcProbe probe = new GrpcProbe(endpoint, Connection.NEW, new LoopbackNames(), loops)) {
      return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, timeout)));
    }
  }
}
