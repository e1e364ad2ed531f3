// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
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
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers whose heads say what cannot be, or need not be.
final class OddAnswersTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final CountDownLatch gone = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
        "HTTP/1.1 -10 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 None\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 205 Reset Content\r\nContent-Length: 4\r\n\r\nfour",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\nfour",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 7\r\n\r\nfour",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
      })
  void whatCannotBeIsAFailureOfThePeerAndEndsTheConnection(String head) throws IOException {
    try (ScriptedServer server = answering(head)) {
      Endpoint.Http endpoint = endpoint(server, "GET");
      try (HttpProbe probe = probe(endpoint)) {
        Attempt attempt = attempt(probe, endpoint);

        assertThat(attempt.outcome())
            .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.TRANSFER));
        assertThat(attempt.trace().detail().orElseThrow()).isNotBlank();
        Awaitility.await().atMost(SOON).until(() -> gone.getCount() == 0);
      }
    }
  }

  /// RFC 9112, section 7.1. That the connection is then closed is our doing, not the server's.
  @ParameterizedTest
  @ValueSource(strings = {"ZZ\r\nabc\r\n", "3\r\nabc\r\nZZ\r\n"})
  void soIsABodyOfChunksThatAreNone(String body) throws IOException {
    whatCannotBeIsAFailureOfThePeerAndEndsTheConnection(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
  }

  @Test
  void aListOfLengthsIsOneToo() throws IOException {
    String lengths = "0,".repeat(50_000) + "0";
    whatCannotBeIsAFailureOfThePeerAndEndsTheConnection(
        "HTTP/1.1 200 OK\r\nContent-Length: " + lengths + "\r\n\r\n");
  }

  /// RFC 9110, sections 8.6 and 15.4.5: the length is that of the answer which 304 stands for.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 612\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nfive!",
      })
  void anAnswerThatHasNoBodyEndsWithItsHead(String head) throws IOException {
    try (ScriptedServer server = answering(head)) {
      Endpoint.Http endpoint = endpoint(server, "GET");
      try (HttpProbe probe = probe(endpoint)) {
        Attempt first = attempt(probe, endpoint);
        Attempt second = attempt(probe, endpoint);

        assertThat(first.outcome()).isEqualTo(new Outcome.Success());
        assertThat(TestTargets.took(first, Phase.TOTAL)).isLessThan(SOON);
        assertThat(first.phaseNanos()).containsKeys(Phase.TRANSFER, Phase.KERNEL_RTT);
        assertThat(second.outcome()).isEqualTo(new Outcome.Success());
        assertThat(second.circumstances().connection()).isEqualTo(Connection.NEW);
      }
    }
  }

  /// RFC 9110, section 15.2: what comes before the answer is none, and the time until then is the
  /// server's.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
      })
  void theServerThinksUntilTheAnswerItselfComes(String announcement) throws IOException {
    Duration thought = Duration.ofMillis(300);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, announcement);
          think(thought);
          ScriptedServer.write(
              connection, announcement + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour");
        })) {
      assertThought(server, thought);
    }
  }

  /// Whatever of the announcement came before, and however little tells that it is one.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n|\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r|\n",
        "HTT|P/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n|\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
      })
  void alsoIfTheAnnouncementEndsInWhatBringsTheAnswer(String announcement) throws IOException {
    Duration thought = Duration.ofMillis(300);
    int pause = announcement.indexOf('|');
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, announcement.substring(0, pause));
          think(thought);
          ScriptedServer.write(
              connection,
              announcement.substring(pause + 1)
                  + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour");
        })) {
      assertThought(server, thought);
    }
  }

  private static void assertThought(ScriptedServer server, Duration thought) {
    Endpoint.Http endpoint = endpoint(server, "GET");
    try (HttpProbe probe = probe(endpoint)) {
      Attempt attempt = attempt(probe, endpoint);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(TestTargets.took(attempt, Phase.ROUND_TRIP)).isGreaterThanOrEqualTo(thought);
      assertThat(TestTargets.took(attempt, Phase.TRANSFER)).isLessThan(thought);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, HTTP/1.1 304 Not Modified",
    "GET, HTTP/1.1 304 Not Modified;Content-Length: 0",
    "HEAD, HTTP/1.1 304 Not Modified;Content-Length: 612",
    "GET, HTTP/1.1 204 No Content",
    "GET, HTTP/1.1 200 OK;Content-Length: 0",
  })
  void oneThatClaimsNoneLeavesAConnectionToReuse(String method, String head) throws IOException {
    try (ScriptedServer server = answering(head.replace(";", "\r\n") + "\r\n\r\n")) {
      Endpoint.Http endpoint = endpoint(server, method);
      try (HttpProbe probe = probe(endpoint)) {
        attempt(probe, endpoint);

        Attempt second = attempt(probe, endpoint);

        assertThat(second.outcome()).isEqualTo(new Outcome.Success());
        assertThat(second.circumstances().connection()).isEqualTo(Connection.REUSED);
      }
    }
  }

  private ScriptedServer answering(String head) throws IOException {
    return new ScriptedServer(connection -> {
      try {
        while (true) {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, head);
        }
      } finally {
        gone.countDown();
      }
    });
  }

  private static HttpProbe probe(Endpoint.Http endpoint) {
    return new HttpProbe(endpoint, Connection.REUSED, new LoopbackNames());
  }

  private static Attempt attempt(HttpProbe probe, Endpoint.Http endpoint) {
    return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
  }

  private static void think(Duration time) {
    new CompletableFuture<Void>()
        .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private static Endpoint.Http endpoint(ScriptedServer server, String method) {
    HttpRequest request = new HttpRequest(method, List.of(), Optional.empty());
    HttpExpectation expected =
        new HttpExpectation(Set.of("2xx", "304"), Optional.empty(), Optional.empty());
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
    return new Endpoint.Http(uri, request, expected, Endpoint.Tls.DEFAULT);
  }
}
