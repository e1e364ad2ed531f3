// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Header;
import dev.zoneprobe.agent.target.HttpExpectation;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a target's settings make of a request, and of its answer.
final class HttpRequestTest {
  private final MockWebServer server = new MockWebServer();

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendsMethodHeadersAndBody() throws Exception {
    List<Header> headers =
        List.of(header("Host", "shop.example"), header("User-Agent", "mine"), header("X-A", "b"));

    RecordedRequest request =
        sent(new HttpRequest("PUT", headers, Optional.of(ByteString.encodeUtf8("état"))));

    assertThat(request.getMethod()).isEqualTo("PUT");
    assertThat(request.getBody()).isEqualTo(ByteString.encodeUtf8("état"));
    assertThat(request.getHeaders().values("Host")).containsExactly("shop.example");
    assertThat(request.getHeaders().values("User-Agent")).containsExactly("mine");
    assertThat(request.getHeaders().get("X-A")).isEqualTo("b");
    assertThat(request.getHeaders().get("Content-Type")).isNull();
  }

  @Test
  void sendsAnEmptyBodyWhereTheMethodWantsOne() throws Exception {
    RecordedRequest request = sent(new HttpRequest("POST", List.of(), Optional.empty()));

    assertThat(request.getHeaders().get("Content-Length")).isEqualTo("0");
  }

  @Test
  void readsASecretAnewForEachRequest() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "Bearer one\n");
    Header secret = new Header("Authorization", new Header.Content(token));
    HttpRequest asking = new HttpRequest("GET", List.of(secret), Optional.empty());
    try (HttpProbe probe = probe(endpoint(asking, HttpExpectation.OK))) {
      attempt(probe);
      Files.writeString(token, "Bearer two");
      attempt(probe);
      Files.delete(token);
      attempt(probe);
    }

    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer one");
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer two");
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer two");
    assertThat(asking.toString()).contains("Authorization").doesNotContain("token");
  }

  @Test
  void doesNotRepeatWhatMustNotArriveTwice() throws IOException {
    try (ScriptedServer closing =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          ScriptedServer.readHead(connection);
          ScriptedServer.reset(connection);
        })) {
      Endpoint.Http endpoint =
          new Endpoint.Http(
              URI.create("http://127.0.0.1:" + closing.port()),
              new HttpRequest("POST", List.of(), Optional.empty()),
              HttpExpectation.OK,
              Endpoint.Tls.DEFAULT);
      try (HttpProbe probe = new HttpProbe(endpoint, Connection.REUSED, new LoopbackNames())) {
        attemptAt(probe, endpoint);

        Attempt second = attemptAt(probe, endpoint);

        assertThat(reason(second)).contains(Failure.RESPONSE_RESET);
        assertThat(closing.connections()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2xx, 204, true",
    "2xx, 302, false",
    "3xx, 302, true",
    "503, 503, true",
    "407, 407, true"
  })
  void takesStatusesAndClassesOfThem(String expected, int status, boolean good) {
    server.enqueue(new MockResponse.Builder().code(status).build());
    HttpExpectation expectation =
        new HttpExpectation(Set.of("418", expected), Optional.empty(), Optional.empty());

    Attempt attempt = attempt(endpoint(HttpRequest.GET, expectation));

    assertThat(reason(attempt).isEmpty()).isEqualTo(good);
    assertThat(attempt.trace().detail()).contains("HTTP status " + status);
  }

  @ParameterizedTest
  @CsvSource({"all is well, true", "all is well but degraded, false", "nothing, false"})
  void looksForWhatMustAndMustNotBeInTheBody(String body, boolean good) {
    server.enqueue(new MockResponse.Builder().body(body).build());
    HttpExpectation expectation =
        new HttpExpectation(
            Set.of("200"),
            Optional.of(Pattern.compile("well")),
            Optional.of(Pattern.compile("degraded")));

    Attempt attempt = attempt(endpoint(HttpRequest.GET, expectation));

    assertThat(reason(attempt)).isEqualTo(good ? Optional.empty() : Optional.of(Failure.HTTP_BODY));
  }

  @ParameterizedTest
  @CsvSource({"262144, true", "262145, false"})
  void searchesABodyOf256KibAndNoLongerOne(int length, boolean good) {
    server.enqueue(new MockResponse.Builder().body("x".repeat(length)).build());

    Attempt attempt = attempt(endpoint(HttpRequest.GET, holding("x")));

    assertThat(reason(attempt)).isEqualTo(good ? Optional.empty() : Optional.of(Failure.HTTP_BODY));
    assertThat(attempt.trace().detail().orElseThrow().contains("256 KiB")).isNotEqualTo(good);
  }

  @Test
  void anExpressionThatNeedsMoreStackThanThereIsFails() {
    server.enqueue(new MockResponse.Builder().body("x".repeat(200_000) + "ok").build());

    Attempt attempt = attempt(endpoint(HttpRequest.GET, holding("(.|\\n)*ok")));

    assertThat(reason(attempt)).contains(Failure.HTTP_BODY);
    assertThat(attempt.trace().detail().orElseThrow()).contains("repeats a group too often");
  }

  @Test
  void anExpressionThatDoesNotComeToAnEndFailsAtTheDeadline() {
    server.enqueue(new MockResponse.Builder().body("x".repeat(10_000)).build());
    Endpoint endpoint = endpoint(HttpRequest.GET, holding(".*.*.*.*.*.*y"));
    Target target = TestTargets.target(endpoint, Duration.ofSeconds(1));
    try (HttpProbe probe = probe((Endpoint.Http) endpoint)) {
      Attempt attempt =
          assertTimeoutPreemptively(
              TestTargets.PATIENT, () -> probe.attempt(TestTargets.begin(target)));

      assertThat(reason(attempt)).contains(Failure.HTTP_BODY);
      assertThat(attempt.trace().detail().orElseThrow()).contains("at the deadline");
      assertThat(TestTargets.took(attempt, Phase.TOTAL)).isLessThan(Duration.ofSeconds(1));
    }
  }

  private static HttpExpectation holding(String expression) {
    return new HttpExpectation(
        Set.of("200"), Optional.of(Pattern.compile(expression)), Optional.empty());
  }

  private RecordedRequest sent(HttpRequest request) throws InterruptedException {
    server.enqueue(new MockResponse.Builder().build());
    Attempt attempt = attempt(endpoint(request, HttpExpectation.OK));
    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    return server.takeRequest();
  }

  private Attempt attempt(Endpoint.Http endpoint) {
    try (HttpProbe probe = probe(endpoint)) {
      return attemptAt(probe, endpoint);
    }
  }

  private void attempt(HttpProbe probe) {
    server.enqueue(new MockResponse.Builder().build());
    Attempt _ = attemptAt(probe, endpoint(HttpRequest.GET, HttpExpectation.OK));
  }

  private static Attempt attemptAt(HttpProbe probe, Endpoint.Http endpoint) {
    return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
  }

  private static HttpProbe probe(Endpoint.Http endpoint) {
    return new HttpProbe(endpoint, Connection.NEW, new LoopbackNames());
  }

  private Endpoint.Http endpoint(HttpRequest request, HttpExpectation expected) {
    URI uri = URI.create("http://127.0.0.1:" + server.getPort() + "/");
    return new Endpoint.Http(uri, request, expected, Endpoint.Tls.DEFAULT);
  }

  private static Header header(String name, String value) {
    return new Header(name, new Header.Text(value));
  }

  private static Optional<Failure> reason(Attempt attempt) {
    return attempt.outcome() instanceof Outcome.Failed failed
        ? Optional.of(failed.reason())
        : Optional.empty();
  }
}
