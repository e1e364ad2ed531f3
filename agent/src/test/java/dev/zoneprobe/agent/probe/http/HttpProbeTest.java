// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.LoopbackNames;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpProbeTest {
  private static final Duration DELAY = Duration.ofMillis(50);

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void recordsEveryPhaseOfANewConnectionToAName() {
    server.enqueue(new MockResponse.Builder().body("fine").build());

    Attempt attempt = probeOnce(endpoint("http://name.test:%d/".formatted(server.getPort())));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
    assertThat(TestTargets.disjointPhases(attempt))
        .containsOnlyKeys(Phase.DNS_LOOKUP, Phase.TCP_CONNECT, Phase.ROUND_TRIP, Phase.TRANSFER);
  }

  @Test
  void hasNoLookupForALiteralAddress() {
    server.enqueue(new MockResponse.Builder().build());

    Attempt attempt = probeOnce(endpoint(url("/")));

    assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
    assertThat(TestTargets.disjointPhases(attempt))
        .containsOnlyKeys(Phase.TCP_CONNECT, Phase.ROUND_TRIP, Phase.TRANSFER);
  }

  @Test
  void asksTheKernelForItsRoundTripTime() {
    server.enqueue(new MockResponse.Builder().build());

    Attempt attempt = probeOnce(endpoint(url("/")));

    assertThat(TestTargets.took(attempt, Phase.KERNEL_RTT))
        .isBetween(Duration.ofNanos(1_000), TestTargets.took(attempt, Phase.TOTAL));
    assertThat(attempt.trace().retransmits().syns()).isZero();
  }

  @Test
  void phasesExplainTheTotal() {
    try (HttpProbe probe = probe(endpoint(url("/")), Connection.NEW)) {
      Duration smallestGap =
          Stream.generate(() -> answered(probe))
              .limit(200)
              .map(TestTargets::gap)
              .min(Duration::compareTo)
              .orElseThrow();

      assertThat(smallestGap).isBetween(Duration.ZERO, Duration.ofMillis(10));
    }
  }

  @Test
  void countsAServerThatThinksAsRoundTrip() {
    server.enqueue(
        new MockResponse.Builder().headersDelay(50, TimeUnit.MILLISECONDS).body("x").build());

    Attempt attempt = probeOnce(endpoint(url("/")));

    assertThat(TestTargets.took(attempt, Phase.ROUND_TRIP)).isGreaterThanOrEqualTo(DELAY);
    assertThat(TestTargets.took(attempt, Phase.TRANSFER)).isLessThan(DELAY);
    assertThat(TestTargets.took(attempt, Phase.TCP_CONNECT)).isLessThan(DELAY);
  }

  @Test
  void countsASlowBodyAsTransfer() {
    server.enqueue(
        new MockResponse.Builder().bodyDelay(50, TimeUnit.MILLISECONDS).body("slow").build());

    Attempt attempt = probeOnce(endpoint(url("/")));

    assertThat(TestTargets.took(attempt, Phase.TRANSFER)).isGreaterThanOrEqualTo(DELAY);
    assertThat(TestTargets.took(attempt, Phase.ROUND_TRIP)).isLessThan(DELAY);
  }

  @Test
  void failsOnAStatusThatIsNotExpected() {
    server.enqueue(new MockResponse.Builder().code(500).build());

    Attempt attempt = probeOnce(endpoint(url("/")));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.HTTP_STATUS, Phase.TOTAL));
    assertThat(TestTargets.disjointPhases(attempt)).containsKey(Phase.TRANSFER);
  }

  @Test
  void followsNoRedirect() {
    server.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", url("/elsewhere")).build());

    Attempt attempt =
        probeOnce(
            expecting(new HttpExpectation(Set.of("302"), Optional.empty(), Optional.empty())));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void asksOnlyOnceWhenToldToRetryAtOnce() {
    server.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build());
    server.enqueue(new MockResponse.Builder().build());

    Attempt attempt = probeOnce(endpoint(url("/")));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.HTTP_STATUS, Phase.TOTAL));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void findsThePatternInTheBody() {
    server.enqueue(new MockResponse.Builder().chunkedBody("état: tout va bien", 3).build());

    Attempt attempt = probeOnce(expecting("^état:.*bien$"));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
  }

  @Test
  void failsOnABodyWithoutThePattern() {
    server.enqueue(new MockResponse.Builder().body("maintenance").build());

    Attempt attempt = probeOnce(expecting("healthy"));

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.HTTP_BODY, Phase.TOTAL));
  }

  @Test
  void failsOnABodyThatDoesNotEnd() {
    server.enqueue(new MockResponse.Builder().body("x".repeat((16 << 20) + 1)).build());

    Attempt attempt = probeOnce(endpoint(url("/")));

    assertThat(attempt.outcome())
        .extracting(outcome -> ((Outcome.Failed) outcome).reason())
        .isEqualTo(Failure.HTTP_BODY);
  }

  @Test
  void reusesAConnection() {
    try (HttpProbe probe = probe(endpoint(url("/")), Connection.REUSED)) {
      answered(probe);

      Attempt second = answered(probe);

      assertThat(second.circumstances().connection()).isEqualTo(Connection.REUSED);
      assertThat(TestTargets.disjointPhases(second))
          .containsOnlyKeys(Phase.ROUND_TRIP, Phase.TRANSFER);
      assertThat(second.phaseNanos()).containsKey(Phase.KERNEL_RTT);
    }
  }

  @Test
  void labelsTheAttemptThatOpensTheConnectionToReuse() {
    try (HttpProbe probe = probe(endpoint(url("/")), Connection.REUSED)) {
      Attempt first = answered(probe);

      assertThat(first.circumstances().connection()).isEqualTo(Connection.NEW);
      assertThat(TestTargets.disjointPhases(first)).containsKey(Phase.TCP_CONNECT);
    }
  }

  @Test
  void opensAConnectionForEveryAttemptThatWantsANewOne() {
    try (HttpProbe probe = probe(endpoint(url("/")), Connection.NEW)) {
      answered(probe);

      Attempt second = answered(probe);

      assertThat(second.circumstances().connection()).isEqualTo(Connection.NEW);
      assertThat(TestTargets.disjointPhases(second)).containsKey(Phase.TCP_CONNECT);
    }
  }

  @Test
  void sendsTheSameRequestOverNewAndReusedConnections() throws InterruptedException {
    try (HttpProbe fresh = probe(endpoint(url("/h?a=1")), Connection.NEW);
        HttpProbe kept = probe(endpoint(url("/h?a=1")), Connection.REUSED)) {
      answered(fresh);
      answered(kept);

      RecordedRequest overNew = server.takeRequest();

      assertThat(overNew.getTarget()).isEqualTo("/h?a=1");
      assertThat(overNew.getHeaders().get("Host")).isEqualTo("127.0.0.1:" + server.getPort());
      assertThat(server.takeRequest().getHeaders()).isEqualTo(overNew.getHeaders());
    }
  }

  @Test
  void failsInTheLookupOfANameThatDoesNotExist() {
    Attempt attempt = probeOnce(endpoint("http://name.invalid/"));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_NXDOMAIN, Phase.DNS_LOOKUP));
    assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
    assertThat(TestTargets.disjointPhases(attempt)).containsOnlyKeys(Phase.DNS_LOOKUP);
  }

  private Attempt answered(HttpProbe probe) {
    server.enqueue(new MockResponse.Builder().body("fine").build());
    Endpoint endpoint = endpoint(url("/"));
    return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
  }

  private static Attempt probeOnce(Endpoint.Http endpoint) {
    try (HttpProbe probe = probe(endpoint, Connection.NEW)) {
      return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
    }
  }

  private static HttpProbe probe(Endpoint.Http endpoint, Connection wanted) {
    return new HttpProbe(endpoint, wanted, new LoopbackNames());
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getPort() + path;
  }

  private static Endpoint.Http endpoint(String url) {
    return Endpoint.Http.get(URI.create(url));
  }

  private Endpoint.Http expecting(String body) {
    return expecting(
        new HttpExpectation(Set.of("200"), Optional.of(Pattern.compile(body)), Optional.empty()));
  }

  private Endpoint.Http expecting(HttpExpectation expected) {
    return new Endpoint.Http(URI.create(url("/")), HttpRequest.GET, expected, Endpoint.Tls.DEFAULT);
  }
}
