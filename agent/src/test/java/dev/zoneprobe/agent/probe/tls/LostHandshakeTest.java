// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.HttpExpectation;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an attempt tells of a handshake that does not come to its end.
final class LostHandshakeTest {
  private static final int ATTEMPTS = 60;

  private final TestAuthority authority = new TestAuthority();

  /// The server closes with parts of the handshake, or the request, unread: its alert is followed
  /// by a reset, which most often comes while we are still writing.
  @ParameterizedTest
  @CsvSource({
    "TLSv1.2, false, TLS_HANDSHAKE",
    "TLSv1.2, true, TLS_HANDSHAKE",
    "TLSv1.3, false, ROUND_TRIP",
    "TLSv1.3, true, ROUND_TRIP",
  })
  void theAlertIsKnownEvenIfTheServerClosesWhileWeWrite(
      String version, boolean showsExpired, Phase during) throws IOException {
    Endpoint.Tls tls = showsExpired ? authority.trusted().as(expiredClient()) : authority.trusted();
    try (ScriptedServer server = demandingClients(version)) {
      List<Attempt> attempts =
          Stream.generate(() -> probeOnce(server, tls, TestTargets.PATIENT))
              .limit(ATTEMPTS)
              .toList();

      assertThat(counted(attempts))
          .containsOnlyKeys(new Outcome.Failed(Failure.TLS_HANDSHAKE, during));
      assertThat(attempts)
          .allSatisfy(attempt ->
              assertThat(attempt.trace().detail().orElseThrow()).contains("Received fatal alert"));
    }
  }

  private TlsIdentity expiredClient() {
    HeldCertificate expired = authority.expiredCertificate("client.test");
    return new TlsIdentity(List.of(expired.certificate()), expired.keyPair().getPrivate());
  }

  private static Map<Outcome, Long> counted(List<Attempt> attempts) {
    return attempts.stream()
        .collect(Collectors.groupingBy(Attempt::outcome, Collectors.counting()));
  }

  private ScriptedServer demandingClients(String version) throws IOException {
    SSLSocketFactory tls =
        authority
            .showingToClients(authority.certificate("shop.test"))
            .sslContext()
            .getSocketFactory();
    return new ScriptedServer(connection -> {
      SSLSocket secured = (SSLSocket) tls.createSocket(connection, null, true);
      secured.setNeedClientAuth(true);
      secured.setEnabledProtocols(new String[] {version});
      secured.startHandshake();
    });
  }

  @Test
  void anAnswerThatNeverCameTellsNothing() throws IOException {
    try (ScriptedServer server = new ScriptedServer(_ -> {})) {
      Attempt attempt = probeOnce(server, authority.trusted(), Duration.ofMillis(500));

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.TLS_HANDSHAKE));
      assertThat(attempt.trace().detail()).isEmpty();
    }
  }

  @Test
  void aResetIsToldAsOne() throws IOException {
    assertTold(
        connection -> {
          ClientHello.read(connection.getInputStream());
          ScriptedServer.reset(connection);
        },
        "the server reset the connection in the handshake");
  }

  @Test
  void soIsAnEnd() throws IOException {
    assertTold(
        connection -> {
          ClientHello.read(connection.getInputStream());
          connection.shutdownOutput();
        },
        "the server closed the connection in the handshake");
  }

  private void assertTold(ScriptedServer.Script script, String detail) throws IOException {
    try (ScriptedServer server = new ScriptedServer(script)) {
      Attempt attempt = probeOnce(server, authority.trusted(), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.TLS_HANDSHAKE));
      assertThat(attempt.trace().detail()).contains(detail);
    }
  }

  private static Attempt probeOnce(ScriptedServer server, Endpoint.Tls tls, Duration timeout) {
    URI uri = URI.create("https://shop.test:" + server.port() + "/");
    Endpoint.Http endpoint = new Endpoint.Http(uri, HttpRequest.GET, HttpExpectation.OK, tls);
    Target target = TestTargets.target(endpoint, timeout);
    try (HttpProbe probe = new HttpProbe(endpoint, Connection.NEW, new LoopbackNames())) {
      return probe.attempt(TestTargets.begin(target));
    }
  }
}
