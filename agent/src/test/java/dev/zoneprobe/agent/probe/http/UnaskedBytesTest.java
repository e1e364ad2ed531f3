// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What lies unread on a connection that was kept is no answer to the next request.
final class UnaskedBytesTest {
  private static final String FINE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfine\r\n0\r\n\r\n";
  private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";
  private static final String TIRED =
      "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private final CountDownLatch idle = new CountDownLatch(1);
  private final CountDownLatch saidMore = new CountDownLatch(1);

  @Test
  void aServerThatIsTiredOfWaitingIsAsIfItHadClosed() throws Exception {
    try (ScriptedServer server = new ScriptedServer(this::tiresOfWaiting)) {
      assertSecondAttemptConnects(server, plain(server));
    }
  }

  @Test
  void alsoOverTls() throws Exception {
    TestAuthority authority = new TestAuthority();
    SSLSocketFactory tls =
        TestAuthority.showing(authority.certificate("shop.test")).sslContext().getSocketFactory();
    try (ScriptedServer server =
        new ScriptedServer(
            connection -> tiresOfWaiting(tls.createSocket(connection, null, true)))) {
      URI uri = URI.create("https://shop.test:" + server.port() + "/");
      assertSecondAttemptConnects(server, endpoint(uri, authority.trusted()));
    }
  }

  private void tiresOfWaiting(Socket connection) throws IOException, InterruptedException {
    answer(connection, FINE);
    idle.await();
    ScriptedServer.write(connection, TIRED);
    saidMore.countDown();
    answer(connection, FINE);
  }

  private void assertSecondAttemptConnects(ScriptedServer server, Endpoint.Http endpoint)
      throws InterruptedException {
    Target target = TestTargets.target(endpoint, TestTargets.PATIENT);
    try (HttpProbe probe = new HttpProbe(endpoint, Connection.REUSED, new LoopbackNames())) {
      probe.attempt(TestTargets.begin(target));
      idle.countDown();
      saidMore.await();

      assertConnected(probe.attempt(TestTargets.begin(target)));
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FINE + FINE,
        FINE + "!",
        FINE + "\n",
        CHUNKED + CHUNKED,
        CHUNKED + "!",
        EMPTY + "hello",
        EMPTY + EMPTY,
      })
  void whatAnAnswerHasTooMuchIsNotTheNextOne(String said) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          answer(connection, said);
          answer(connection, FINE);
        })) {
      Endpoint.Http endpoint = plain(server);
      Target target = TestTargets.target(endpoint, TestTargets.PATIENT);
      try (HttpProbe probe = new HttpProbe(endpoint, Connection.REUSED, new LoopbackNames())) {
        Attempt first = probe.attempt(TestTargets.begin(target));

        assertThat(first.outcome()).isEqualTo(new Outcome.Success());
        assertConnected(probe.attempt(TestTargets.begin(target)));
      }
    }
  }

  /// RFC 9110, section 15.2.2: what follows is of another protocol, for which nobody asked; no more
  /// than any other 1xx has it a body (RFC 9112, section 6.3).
  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 4\r\n", "Transfer-Encoding: chunked\r\n"})
  void aConnectionOnWhichTheServerSwitchedProtocolsIsClosed(String header) throws IOException {
    CountDownLatch gone = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          answer(
              connection, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n" + header + "\r\n");
          if (connection.getInputStream().read() < 0) {
            gone.countDown();
          }
        })) {
      Endpoint.Http endpoint = plain(server);
      Target target = TestTargets.target(endpoint, TestTargets.PATIENT);
      try (HttpProbe probe = new HttpProbe(endpoint, Connection.REUSED, new LoopbackNames())) {
        Attempt first = probe.attempt(TestTargets.begin(target));

        assertThat(first.outcome()).isEqualTo(new Outcome.Failed(Failure.HTTP_STATUS, Phase.TOTAL));
        assertThat(first.phaseNanos()).containsKeys(Phase.TRANSFER, Phase.KERNEL_RTT);
        Awaitility.await().until(() -> gone.getCount() == 0);
        Attempt second = probe.attempt(TestTargets.begin(target));
        assertThat(second.circumstances().connection()).isEqualTo(Connection.NEW);
      }
    }
  }

  private static void assertConnected(Attempt attempt) {
    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
    assertThat(attempt.phaseNanos()).containsKeys(Phase.TCP_CONNECT, Phase.ROUND_TRIP);
  }

  @ParameterizedTest
  @ValueSource(strings = {FINE, CHUNKED, EMPTY, "HTTP/1.1 103 Early Hints\r\n\r\n" + FINE})
  void anAnswerThatEndsWhereItShouldLeavesAConnectionToReuse(String said) throws IOException {
    assertReused(said);
  }

  /// Longer than any buffer, with empty lines in it.
  @Test
  void soDoesALongOne() throws IOException {
    String page = "line\n\n\r\n".repeat(5_000);
    int length = page.getBytes(StandardCharsets.UTF_8).length;

    assertReused("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + page);
    assertReused(CHUNKED.replace("4\r\nfine", Integer.toHexString(length) + "\r\n" + page));
  }

  private static void assertReused(String said) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          answer(connection, said);
          answer(connection, said);
        })) {
      Endpoint.Http endpoint = plain(server);
      Target target = TestTargets.target(endpoint, TestTargets.PATIENT);
      try (HttpProbe probe = new HttpProbe(endpoint, Connection.REUSED, new LoopbackNames())) {
        probe.attempt(TestTargets.begin(target));

        Attempt second = probe.attempt(TestTargets.begin(target));

        assertThat(second.outcome()).isEqualTo(new Outcome.Success());
        assertThat(second.circumstances().connection()).isEqualTo(Connection.REUSED);
      }
    }
  }

  private static void answer(Socket connection, String text) throws IOException {
    ScriptedServer.readHead(connection);
    ScriptedServer.write(connection, text);
  }

  private static Endpoint.Http plain(ScriptedServer server) {
    return endpoint(URI.create("http://127.0.0.1:" + server.port() + "/"), Endpoint.Tls.DEFAULT);
  }

  private static Endpoint.Http endpoint(URI uri, Endpoint.Tls tls) {
    HttpExpectation good =
        new HttpExpectation(Set.of("200", "204"), Optional.empty(), Optional.empty());
    return new Endpoint.Http(uri, HttpRequest.GET, good, tls);
  }
}
