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
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server can do to a connection between two requests.
final class IdleConnectionTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine";
  private static final Duration SHORT = Duration.ofMillis(500);

  /// Looking at the idle connection took an attempt until its deadline.
  private static final Outcome HELD = new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.TOTAL);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final TestAuthority authority = new TestAuthority();
  private final SSLSocketFactory tls =
      TestAuthority.showing(authority.certificate("shop.test")).sslContext().getSocketFactory();

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PATCH"})
  void oneThatTheServerHasClosedIsReplacedWhateverTheMethod(String method) throws Exception {
    try (ScriptedServer server = new ScriptedServer(this::answerOnce)) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
      assertSecondAttemptConnects(endpoint(uri, method, Endpoint.Tls.DEFAULT));
    }
  }

  @Test
  void alsoIfItHasNotSaidSoInTls() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          answer(tls.createSocket(connection, null, false));
          connection.close();
          closed.countDown();
        })) {
      URI uri = URI.create("https://shop.test:" + server.port() + "/");
      assertSecondAttemptConnects(endpoint(uri, "POST", authority.trusted()));
    }
  }

  private void assertSecondAttemptConnects(Endpoint.Http endpoint) throws InterruptedException {
    try (HttpProbe probe = probe(endpoint)) {
      attempt(probe, endpoint, TestTargets.PATIENT);
      closed.await();

      Attempt second = attempt(probe, endpoint, TestTargets.PATIENT);

      assertThat(second.outcome()).isEqualTo(new Outcome.Success());
      assertThat(second.circumstances().connection()).isEqualTo(Connection.NEW);
    }
  }

  /// New keys are no data: nothing is seen of them above TLS. A client that is quick enough sees a
  /// gap between them and uses the connection, or sees that it is no good and opens another one.
  @Test
  @Timeout(20)
  void oneThatBringsNothingButNewKeysHoldsNoAttemptPastItsDeadline() throws IOException {
    try (ScriptedServer server = new ScriptedServer(this::answerAndChangeKeysForEver)) {
      URI uri = URI.create("https://shop.test:" + server.port() + "/");
      Endpoint.Http endpoint = endpoint(uri, "GET", authority.trusted());

      Optional<Duration> shortest =
          Stream.generate(() -> waitForSecondAttempt(endpoint))
              .limit(6)
              .filter(waited -> waited.attempt().outcome().equals(HELD))
              .map(TestTargets.Waited::span)
              .min(Duration::compareTo);

      assertThat(shortest.orElse(SHORT)).isLessThan(SHORT.plusMillis(200));
    }
  }

  private static TestTargets.Waited waitForSecondAttempt(Endpoint.Http endpoint) {
    try (HttpProbe probe = probe(endpoint)) {
      attempt(probe, endpoint, TestTargets.PATIENT);
      return TestTargets.Waited.on(() -> attempt(probe, endpoint, SHORT));
    }
  }

  private void answerAndChangeKeysForEver(Socket connection) throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(connection, null, true);
    answer(secured);
    Thread.ofVirtual().start(() -> readAll(secured));
    while (true) {
      secured.startHandshake();
    }
  }

  private static void readAll(SSLSocket secured) {
    try {
      secured.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answerOnce(Socket connection) throws IOException {
    answer(connection);
    connection.close();
    closed.countDown();
  }

  private static void answer(Socket connection) throws IOException {
    ScriptedServer.readHead(connection);
    ScriptedServer.write(connection, ANSWER);
  }

  private static HttpProbe probe(Endpoint.Http endpoint) {
    return new HttpProbe(endpoint, Connection.REUSED, new LoopbackNames());
  }

  private static Attempt attempt(HttpProbe probe, Endpoint.Http endpoint, Duration timeout) {
    return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, timeout)));
  }

  private static Endpoint.Http endpoint(URI uri, String method, Endpoint.Tls tls) {
    HttpRequest request = new HttpRequest(method, List.of(), Optional.empty());
    return new Endpoint.Http(uri, request, HttpExpectation.OK, tls);
  }
}
