// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.record.AttemptRecorder;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.recall.AttemptPages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminServerTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final AdminSettings ANY_PORT = new AdminSettings(LOOPBACK, 0, false);
  private static final Health FINE = Health.of("fine", Optional::empty);
  private static final Health TARGETS =
      Health.of("targets", () -> Optional.of("no target has been probed yet"));
  private static final Health COLLECTOR =
      Health.of("collector", () -> Optional.of("not connected for 40 s"));

  private final AttemptRecorder recorder =
      new AttemptRecorder(
          new IntervalSnapshot.Source("node-a", "zone-a", "boot"),
          InstantSource.fixed(Examples.NOON));
  private final AgentMeters meters = new AgentMeters("node-a", "1.2.3");
  private final HttpClient client = HttpClient.newHttpClient();
  private AdminServer server;

  @BeforeEach
  void start() throws IOException {
    Health.Checks checks =
        new Health.Checks(List.of(), List.of(FINE), List.of(FINE, TARGETS, COLLECTOR), List.of());
    server = new AdminServer(ANY_PORT, meters, checks, new AttemptPages(recorder));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    meters.close();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(server, path));
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofByteArray());
  }

  private static URI uri(AdminServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String contentType(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("content-type").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/plain;version=0.0.4", "application/json"})
  void givesMetricsAsPrometheusText(String accept) throws Exception {
    HttpResponse<byte[]> answer = get("/metrics", "Accept", accept);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(contentType(answer)).startsWith("text/plain; version=0.0.4");
    assertThat(text(answer))
        .contains("# TYPE zoneprobe_agent_build_info gauge\n")
        .doesNotContain("# EOF");
  }

  @Test
  void givesMetricsAsPrometheusTextToWhomeverAsksForNothing() throws Exception {
    assertThat(contentType(get("/metrics"))).startsWith("text/plain; version=0.0.4");
  }

  @Test
  void givesMetricsAsOpenMetrics() throws Exception {
    HttpResponse<byte[]> answer =
        get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

    assertThat(contentType(answer)).startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(text(answer)).endsWith("# EOF\n");
  }

  @Test
  void givesMetricsAsProtobuf() throws Exception {
    HttpResponse<byte[]> answer =
        get(
            "/metrics",
            "Accept",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                + "encoding=delimited");

    assertThat(contentType(answer)).startsWith("application/vnd.google.protobuf; proto=");
    assertThat(text(answer)).contains("zoneprobe_agent_build_info").doesNotContain("# TYPE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, gzip;q=0.5", "gzip;q=1.0, br"})
  void compressesMetricsForThoseWhoTakeIt(String acceptEncoding) throws Exception {
    HttpResponse<byte[]> answer = get("/metrics", "Accept-Encoding", acceptEncoding);

    assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .contains("zoneprobe_agent_build_info");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "gzip;q=0.0, br"})
  void doesNotCompressForThoseWhoDoNot(String acceptEncoding) throws Exception {
    HttpResponse<byte[]> answer = get("/metrics", "Accept-Encoding", acceptEncoding);

    assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    assertThat(text(answer)).contains("zoneprobe_agent_build_info");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz/started", "/healthz/live"})
  void isInOrderWhenNoCheckHasAProblem(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("ok\n");
  }

  @Test
  void namesEveryProblem() throws Exception {
    HttpResponse<byte[]> answer = get("/healthz/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(text(answer))
        .isEqualTo("targets: no target has been probed yet\ncollector: not connected for 40 s\n");
  }

  @Test
  void listsItsPages() throws Exception {
    assertThat(text(get("/"))).contains("/metrics\n", "/healthz/ready\n");
  }

  @Test
  void tellsAnAttemptThatItsIdLeadsTo() throws Exception {
    recorder.ended(
        Examples.attempt(
            Examples.subject("checkout"), new Outcome.Success(), Duration.ofMillis(250)));

    HttpResponse<byte[]> answer = get("/api/v1/attempts/0000000000000007");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(contentType(answer)).isEqualTo("application/json");
    assertThat(text(answer))
        .contains("\"id\": \"0000000000000007\"", "\"source_node\": \"node-a\"")
        .contains("\"total\": 0.250000000");
  }

  @Test
  void saysWhyAnAttemptIsGone() throws Exception {
    HttpResponse<byte[]> answer = get("/api/v1/attempts/0000000000000007");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).contains("attempt 0000000000000007 is not here: an agent keeps the 5");
  }

  @Test
  void narrowsTheListDownByDecodedParameters() throws Exception {
    recorder.ended(
        Examples.attempt(
            Examples.subject("check & out"), new Outcome.Success(), Duration.ofMillis(250)));

    assertThat(text(get("/api/v1/attempts?target=check%20%26+out&limit=3")))
        .contains("\"matching\": 1");
    assertThat(text(get("/api/v1/attempts?target=check"))).contains("\"matching\": 0");
    assertThat(get("/api/v1/attempts?target").statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/attempts?tarket=check").statusCode()).isEqualTo(400);
  }

  @Test
  void tellsRemarksWithoutBeingLessReady() throws Exception {
    Health.Checks checks =
        new Health.Checks(List.of(), List.of(), List.of(FINE), List.of(COLLECTOR));
    try (AgentMeters others = new AgentMeters("node-b", "1.2.3");
        AdminServer remarking =
            new AdminServer(ANY_PORT, others, checks, new AttemptPages(recorder))) {
      HttpRequest ready = HttpRequest.newBuilder(uri(remarking, "/healthz/ready")).build();

      HttpResponse<String> answer = client.send(ready, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("ok\ncollector: not connected for 40 s\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metricsx", "/metrics/", "/healthz", "/healthz/ready/now"})
  void knowsNoOtherPage(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void knowsNoOtherMethod() throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(uri(server, "/metrics")).DELETE().build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @CsvSource({"/metrics, 200", "/healthz/ready, 503"})
  void answersHeadWithoutABody(String path, int status) throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(uri(server, path)).HEAD().build(), BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void namesTheAddressThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      AdminSettings settings = new AdminSettings(LOOPBACK, taken.getLocalPort(), false);

      assertThatThrownBy(
              () -> new AdminServer(settings, meters, noChecks(), new AttemptPages(recorder)))
          .isInstanceOf(BindException.class)
          .hasMessage(
              "metrics and health cannot be offered on 127.0.0.1:%d: Address already in use"
                  .formatted(taken.getLocalPort()));
    }
  }

  private static Health.Checks noChecks() {
    return new Health.Checks(List.of(), List.of(), List.of(), List.of());
  }

  @Test
  void tellsRequestsToComeBackWhenTooManyAreBeingAnswered() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    Health slow =
        Health.of(
            "slow",
            () -> {
              asked.countDown();
              return within5Seconds(answered) ? Optional.empty() : Optional.of("never answered");
            });
    AgentMeters others = new AgentMeters("node-b", "1.2.3");
    Health.Checks checks = new Health.Checks(List.of(), List.of(slow), List.of(), List.of());
    try (AdminServer narrow =
        new AdminServer(ANY_PORT, others, checks, new AttemptPages(recorder), 1)) {
      HttpRequest live = HttpRequest.newBuilder(uri(narrow, "/healthz/live")).build();
      CompletableFuture<HttpResponse<String>> first =
          client.sendAsync(live, BodyHandlers.ofString());
      assertThat(within5Seconds(asked)).isTrue();

      HttpResponse<String> second = client.send(live, BodyHandlers.ofString());
      answered.countDown();

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("retry-after")).contains("1");
      assertThat(first.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      HttpRequest metrics = HttpRequest.newBuilder(uri(narrow, "/metrics")).build();
      assertThat(client.send(metrics, BodyHandlers.ofString()).body())
          .contains("zoneprobe_agent_admin_refused_total{node=\"node-b\"} 1.0\n");
    }
  }

  private static boolean within5Seconds(CountDownLatch latch) {
    try {
      return latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void readsNoMoreThan16KiBOfHeaders() {
    assertThatThrownBy(() -> get("/metrics", "X-Long", "a".repeat(20_000)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void hasNoMoreThan64Connections() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 80; i++) {
        Socket socket = new Socket(LOOPBACK, server.port());
        socket.setSoTimeout(5_000);
        sockets.add(socket);
      }

      assertThat(sockets.getLast().getInputStream().read()).isEqualTo(-1);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void isGoneWhenItIsClosed() {
    server.close();

    assertThatThrownBy(() -> get("/metrics")).isInstanceOf(IOException.class);
  }

  @Test
  void carriesWhatOthersRegister() throws Exception {
    meters.counter("zoneprobe.agent.later", "Registered late.", Map.of(), () -> 1);

    assertThat(text(get("/metrics"))).contains("zoneprobe_agent_later_total");
  }
}
