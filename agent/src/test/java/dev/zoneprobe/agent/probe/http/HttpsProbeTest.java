// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.RealTime;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.HttpExpectation;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import jdk.net.ExtendedSocketOptions;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

final class HttpsProbeTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine";

  private final TestAuthority authority = new TestAuthority();
  private final HeldCertificate certificate = authority.certificate("shop.test");

  @Test
  void recordsTheHandshakeApartFromTheConnect() throws IOException {
    try (ScriptedServer server = secured(certificate, HttpsProbeTest::answer)) {
      Attempt attempt = probeOnce(server.port(), authority.trusted());

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(TestTargets.disjointPhases(attempt))
          .containsOnlyKeys(
              Phase.DNS_LOOKUP,
              Phase.TCP_CONNECT,
              Phase.TLS_HANDSHAKE,
              Phase.ROUND_TRIP,
              Phase.TRANSFER);
    }
  }

  @Test
  void countsASlowHandshakeAsHandshake() throws IOException {
    SSLSocketFactory tls = TestAuthority.showing(certificate).sslContext().getSocketFactory();
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          pause();
          answer(tls.createSocket(connection, null, true));
        })) {
      Attempt attempt =
          TestTargets.leastDisturbed(
              () -> probeOnce(server.port(), authority.trusted()), Phase.TCP_CONNECT);

      assertThat(TestTargets.took(attempt, Phase.TLS_HANDSHAKE))
          .isGreaterThan(Duration.ofMillis(50));
      assertThat(TestTargets.took(attempt, Phase.TCP_CONNECT)).isLessThan(Duration.ofMillis(50));
    }
  }

  @Test
  void sessionTicketsAreNotTheResponse() throws IOException {
    try (ScriptedServer server =
        secured(
            certificate,
            connection -> {
              ScriptedServer.readHead(connection);
              pause();
              ScriptedServer.write(connection, ANSWER);
            })) {
      Attempt attempt =
          TestTargets.leastDisturbed(
              () -> probeOnce(server.port(), authority.trusted()), Phase.TRANSFER);

      assertThat(TestTargets.took(attempt, Phase.ROUND_TRIP)).isGreaterThan(Duration.ofMillis(50));
      assertThat(TestTargets.took(attempt, Phase.TRANSFER)).isLessThan(Duration.ofMillis(50));
    }
  }

  @Test
  void aNewConnectionDoesNotWaitForDelayedAcknowledgements() throws IOException {
    SSLContext withoutTickets = TestAuthority.showing(certificate).sslContext();
    withoutTickets.getServerSessionContext().setSessionTimeout((int) TimeUnit.DAYS.toSeconds(8));
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
          answer(withoutTickets.getSocketFactory().createSocket(connection, null, true));
        })) {
      Target target = target(server.port(), authority.trusted());
      try (HttpProbe probe =
          new HttpProbe((Endpoint.Http) target.endpoint(), Connection.NEW, new LoopbackNames())) {
        List<Duration> sorted =
            Stream.generate(() -> probe.attempt(TestTargets.begin(target)))
                .limit(41)
                .map(attempt -> TestTargets.took(attempt, Phase.ROUND_TRIP))
                .sorted()
                .toList();

        assertThat(sorted.get(14)).isLessThan(Duration.ofMillis(30));
      }
    }
  }

  @Test
  void reusesASecuredConnection() throws IOException {
    try (ScriptedServer server =
        secured(
            certificate,
            connection -> {
              answer(connection);
              answer(connection);
            })) {
      Target target = target(server.port(), authority.trusted());
      try (HttpProbe probe =
          new HttpProbe(
              (Endpoint.Http) target.endpoint(), Connection.REUSED, new LoopbackNames())) {
        probe.attempt(TestTargets.begin(target));

        Attempt second = probe.attempt(TestTargets.begin(target));

        assertThat(second.circumstances().connection()).isEqualTo(Connection.REUSED);
        assertThat(TestTargets.disjointPhases(second))
            .containsOnlyKeys(Phase.ROUND_TRIP, Phase.TRANSFER);
      }
    }
  }

  @Test
  void doesNotTrustAnUnknownAuthority() throws IOException {
    try (ScriptedServer server = secured(certificate, HttpsProbeTest::answer)) {
      Attempt attempt = probeOnce(server.port(), Endpoint.Tls.DEFAULT);

      assertCertificateRefused(attempt);
    }
  }

  @Test
  void refusesAnExpiredCertificate() throws IOException {
    HeldCertificate expired = authority.expiredCertificate("shop.test");
    try (ScriptedServer server = secured(expired, HttpsProbeTest::answer)) {
      Attempt attempt = probeOnce(server.port(), authority.trusted());

      assertCertificateRefused(attempt);
    }
  }

  @Test
  void tellsWhenACertificateExpiresEvenIfItIsRefusedForThat() throws IOException {
    HeldCertificate expired = authority.expiredCertificate("shop.test");
    try (ScriptedServer server = secured(expired, HttpsProbeTest::answer)) {
      Attempt attempt = probeOnce(server.port(), authority.trusted());

      assertThat(attempt.trace().certificateExpiry())
          .contains(expired.certificate().getNotAfter().toInstant());
      assertThat(attempt.trace().detail().orElseThrow()).startsWith("NotAfter: ");
    }
  }

  @Test
  void takesAnyCertificateWhereItIsToldTo() throws IOException {
    HeldCertificate expired = authority.expiredCertificate("other.test");
    try (ScriptedServer server = secured(expired, HttpsProbeTest::answer)) {
      Attempt attempt = probeOnce(server.port(), Endpoint.Tls.DEFAULT.unverified());

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.trace().certificateExpiry()).isPresent();
    }
  }

  @Test
  void showsItsOwnCertificateToAServerThatAsks() throws IOException {
    try (ScriptedServer server = demandingClients()) {
      Attempt known = probeOnce(server.port(), authority.trusted().as(authority.client()));
      Attempt unknown = probeOnce(server.port(), authority.trusted());

      assertThat(known.outcome()).isEqualTo(new Outcome.Success());
      assertThat(unknown.outcome().kind()).isEqualTo(Outcome.Kind.FAILURE);
    }
  }

  /// In TLS 1.3 it does so only once the handshake is over for us.
  @Test
  void tellsThatTheServerRefusesItsCertificate() throws IOException {
    try (ScriptedServer server = demandingClients("TLSv1.3")) {
      Attempt attempt = probeOnce(server.port(), authority.trusted());

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.ROUND_TRIP));
      assertThat(attempt.trace().detail().orElseThrow()).contains("Received fatal alert");
    }
  }

  @Test
  void tellsTheSameOfTls12() throws IOException {
    try (ScriptedServer server = demandingClients("TLSv1.2")) {
      Attempt attempt = probeOnce(server.port(), authority.trusted());

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.TLS_HANDSHAKE));
    }
  }

  private ScriptedServer demandingClients() throws IOException {
    return demandingClients("TLSv1.3", "TLSv1.2");
  }

  private ScriptedServer demandingClients(String... versions) throws IOException {
    SSLSocketFactory tls = authority.showingToClients(certificate).sslContext().getSocketFactory();
    return new ScriptedServer(connection -> {
      SSLSocket secured = (SSLSocket) tls.createSocket(connection, null, true);
      secured.setNeedClientAuth(true);
      secured.setEnabledProtocols(versions);
      answer(secured);
    });
  }

  @Test
  void refusesACertificateForAnotherName() throws IOException {
    HeldCertificate other = authority.certificate("other.test");
    try (ScriptedServer server = secured(other, HttpsProbeTest::answer)) {
      Attempt attempt = probeOnce(server.port(), authority.trusted());

      assertCertificateRefused(attempt);
    }
  }

  @Test
  void verifiesTheServerNameOfTheSettings() throws IOException {
    HeldCertificate other = authority.certificate("other.test");
    Endpoint.Tls tls = authority.trusted().named("other.test");
    try (ScriptedServer server = secured(other, HttpsProbeTest::answer)) {
      Attempt attempt = probeOnce(server.port(), tls);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    }
  }

  @Test
  void failsInTheHandshakeWithAServerThatSpeaksNoTls() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            connection -> ScriptedServer.write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      Attempt attempt = probeOnce(server.port(), authority.trusted());

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.TLS_HANDSHAKE));
    }
  }

  @Test
  void timesOutInTheHandshake() throws IOException {
    try (ScriptedServer server = new ScriptedServer(_ -> {})) {
      Target target =
          TestTargets.target(
              target(server.port(), authority.trusted()).endpoint(), Duration.ofSeconds(1));
      try (HttpProbe probe =
          new HttpProbe((Endpoint.Http) target.endpoint(), Connection.NEW, new LoopbackNames())) {
        Attempt attempt = probe.attempt(TestTargets.begin(target));

        assertThat(attempt.outcome())
            .isEqualTo(new Outcome.Failed(Failure.TLS_HANDSHAKE, Phase.TLS_HANDSHAKE));
        assertThat(TestTargets.took(attempt, Phase.TOTAL)).isEqualTo(Duration.ofSeconds(1));
      }
    }
  }

  private static void assertCertificateRefused(Attempt attempt) {
    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.TLS_CERTIFICATE, Phase.TLS_HANDSHAKE));
  }

  private static ScriptedServer secured(HeldCertificate certificate, ScriptedServer.Script script)
      throws IOException {
    SSLSocketFactory tls = TestAuthority.showing(certificate).sslContext().getSocketFactory();
    return new ScriptedServer(connection -> script.play(tls.createSocket(connection, null, true)));
  }

  private static void answer(Socket connection) throws IOException {
    ScriptedServer.readHead(connection);
    ScriptedServer.write(connection, ANSWER);
  }

  private static void pause() {
    RealTime.passes(Duration.ofMillis(60), "a server is slow");
  }

  private static Attempt probeOnce(int port, Endpoint.Tls tls) {
    Target target = target(port, tls);
    try (HttpProbe probe =
        new HttpProbe((Endpoint.Http) target.endpoint(), Connection.NEW, new LoopbackNames())) {
      return probe.attempt(TestTargets.begin(target));
    }
  }

  private static Target target(int port, Endpoint.Tls tls) {
    URI uri = URI.create("https://shop.test:" + port + "/");
    return TestTargets.target(
        new Endpoint.Http(uri, HttpRequest.GET, HttpExpectation.OK, tls), TestTargets.PATIENT);
  }
}
