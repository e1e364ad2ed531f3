// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.source;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.Peer;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Status;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole collector in this process: real gRPC in, real HTTP out.
class CollectorTest {
  private static final long MILLI = 1_000_000;
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Collector collector = collector("listen: {grpc: 0, http: 0}");

  private static Collector collector(String listen) {
    try {
      return new Collector(settings(listen), new SteppingClock(NOW));
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static CollectorSettings settings(String listen) {
    String text =
        listen
            + """

            limits: {agents: 2}
            store: {commitEvery: 10ms}
            peers:
              - {node: node-1, zone: zone-a, host: a.test}
              - {node: node-b, zone: zone-b, host: b.test, http: 1, grpc: 2, tcp: 3}
            """;
    try {
      return SettingsFile.parse("test", text, CollectorFile::settings);
    } catch (InvalidSettingsException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
    http.close();
  }

  private ConnectedAgent agent() {
    return new ConnectedAgent(collector.grpcPort());
  }

  private HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + collector.httpPort() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private String text(String path, String... headers) throws IOException, InterruptedException {
    return new String(get(path, headers).body(), UTF_8);
  }

  private double counter(String name) throws IOException, InterruptedException {
    return text("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void givesAReceiptForEachSnapshotInTheirOrder() throws InterruptedException {
    try (ConnectedAgent agent = agent()) {
      agent.deliver(snapshot("node-1", span(1, 1), succeeded(MILLI)));
      agent.deliver(snapshot("node-1", span(2, 4), succeeded(MILLI)));

      assertThat(agent.receipt()).isEqualTo(1);
      assertThat(agent.receipt()).isEqualTo(4);
    }
  }

  @Test
  void countsEverySnapshotAsMergedOrDuplicateOrRejected() throws IOException, InterruptedException {
    try (ConnectedAgent one = agent();
        ConnectedAgent two = agent()) {
      one.deliver(snapshot("node-1", span(1, 1), succeeded(MILLI)));
      one.deliver(snapshot("node-1", span(1, 1), succeeded(MILLI)));
      one.deliver(snapshot("node-1", span(4, 4), succeeded(MILLI)));
      assertThat(List.of(one.receipt(), one.receipt(), one.receipt())).containsExactly(1L, 1L, 4L);
      two.deliver(snapshot("node-1", span(4, 9), succeeded(MILLI)));
      assertThat(two.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    assertThat(counter("zoneprobe_collector_snapshots_received_total")).isEqualTo(4);
    assertThat(counter("zoneprobe_collector_snapshots_merged_total")).isEqualTo(2);
    assertThat(counter("zoneprobe_collector_snapshots_duplicate_total")).isEqualTo(1);
    assertThat(counter("zoneprobe_collector_snapshots_rejected_total")).isEqualTo(1);
    assertThat(counter("zoneprobe_collector_snapshots_lost_total")).isEqualTo(2);
    assertThat(counter("zoneprobe_attempts_total")).isEqualTo(2);
  }

  @Test
  void tellsTheSenderOfABrokenFrameWhatIsWrongAndServesTheOthers()
      throws IOException, InterruptedException {
    try (ConnectedAgent broken = agent();
        ConnectedAgent honest = agent()) {
      broken.deliver(withBrokenHistogram());
      Status status = broken.status();
      honest.deliver(snapshot("node-1", span(1, 1), succeeded(MILLI)));

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).isEqualTo("histogram of 3 bytes");
      assertThat(honest.receipt()).isEqualTo(1);
    }

    assertThat(text("/metrics"))
        .contains("zoneprobe_collector_snapshots_rejected_total{reason=\"invalid_histogram\"} 1.0");
  }

  private static SnapshotFrame withBrokenHistogram() {
    SnapshotFrame.Builder frame =
        SnapshotEncoder.encode(snapshot("node-1", span(1, 1), succeeded(MILLI))).toBuilder();
    frame.getSubjectsBuilder(0).getSeriesBuilder(0).setHistogram(ByteString.copyFromUtf8("bad"));
    return frame.build();
  }

  @Test
  void refusesAFrameThatIsTooLongAndCountsItsStream() throws InterruptedException {
    SnapshotFrame.Builder frame =
        SnapshotEncoder.encode(snapshot("node-1", span(1, 1), succeeded(MILLI))).toBuilder();
    frame
        .getSubjectsBuilder(0)
        .getSeriesBuilder(0)
        .setHistogram(ByteString.copyFrom(new byte[FrameLimits.MESSAGE_BYTES]));

    try (ConnectedAgent agent = agent()) {
      agent.deliver(frame.build());

      assertThat(agent.status().isOk()).isFalse();
    }

    await().until(() -> counter("zoneprobe_collector_streams_closed_total") > 0);
    await().until(() -> counter("zoneprobe_collector_streams_open") == 0);
  }

  @Test
  void refusesAnAgentTooMany() throws InterruptedException {
    try (ConnectedAgent agent = agent()) {
      agent.deliver(snapshot("node-1", span(1, 1), succeeded(MILLI)));
      agent.deliver(snapshot("node-2", span(1, 1), succeeded(MILLI)));
      agent.deliver(snapshot("node-3", span(1, 1), succeeded(MILLI)));

      assertThat(List.of(agent.receipt(), agent.receipt())).containsExactly(1L, 1L);
      assertThat(agent.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void sendsAnAgentItsPlan() {
    try (ConnectedAgent agent = agent()) {
      assertThat(agent.plan(source("node-1")).getPeersList())
          .containsExactly(
              peer("node-1", "zone-a", "a.test", 8780, 8781, 8782),
              peer("node-b", "zone-b", "b.test", 1, 2, 3));
    }
  }

  private static Peer peer(String node, String zone, String host, int... ports) {
    return Peer.newBuilder()
        .setNode(node)
        .setZone(zone)
        .setHost(host)
        .setHttpPort(ports[0])
        .setGrpcPort(ports[1])
        .setTcpPort(ports[2])
        .build();
  }

  private void deliverTwoAttempts() throws InterruptedException {
    try (ConnectedAgent agent = agent()) {
      agent.deliver(snapshot("node-1", span(1, 1), succeeded(2 * MILLI, 3 * MILLI)));
      agent.receipt();
    }
  }

  @Test
  void answersAScrapeInPlainText() throws IOException, InterruptedException {
    deliverTwoAttempts();

    HttpResponse<byte[]> scrape = get("/metrics");

    assertThat(scrape.headers().firstValue("Content-Type").orElseThrow())
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(scrape.headers().firstValue("Server")).isEmpty();
    assertThat(new String(scrape.body(), UTF_8))
        .contains("zoneprobe_duration_seconds_bucket", "zoneprobe_zone_nodes", "jvm_memory_used")
        .contains("zoneprobe_zone_agents{zone=\"zone-a\"} 1.0");
  }

  @Test
  void answersAScrapeInOpenMetricsWithExemplars() throws IOException, InterruptedException {
    deliverTwoAttempts();

    String scrape = text("/metrics", "Accept", OPEN_METRICS);

    assertThat(scrape).endsWith("# EOF\n").contains("source_node=\"node-1\"");
  }

  @Test
  void answersAScrapeInProtobufWithNativeHistograms() throws IOException, InterruptedException {
    deliverTwoAttempts();

    byte[] scrape = get("/metrics", "Accept", PROTOBUF).body();

    Metrics.Histogram histogram =
        families(scrape).stream()
            .filter(family -> family.getName().equals("zoneprobe_duration_seconds"))
            .map(family -> family.getMetric(0).getHistogram())
            .findFirst()
            .orElseThrow();
    assertThat(histogram.getSchema()).isEqualTo(6);
    assertThat(histogram.getSampleCount()).isEqualTo(2);
    assertThat(histogram.getSampleSum()).isEqualTo(0.005);
    assertThat(histogram.getPositiveSpanCount()).isPositive();
    assertThat(histogram.getBucketCount()).isEqualTo(16);
    assertThat(histogram.getBucketList()).filteredOn(Metrics.Bucket::hasExemplar).hasSize(1);
  }

  private static List<Metrics.MetricFamily> families(byte[] scrape) throws IOException {
    List<Metrics.MetricFamily> families = new ArrayList<>();
    try (InputStream in = new ByteArrayInputStream(scrape)) {
      while (in.available() > 0) {
        families.add(Metrics.MetricFamily.parseDelimitedFrom(in));
      }
    }
    return families;
  }

  @Test
  void everyExemplarThatItExposesLeadsToAnAttempt() throws IOException, InterruptedException {
    deliverTwoAttempts();
    Matcher exemplar =
        Pattern.compile("attempt_id=\"(\\w+)\"").matcher(text("/metrics", "Accept", OPEN_METRICS));

    assertThat(exemplar.find()).isTrue();
    HttpResponse<byte[]> attempt = get("/api/v1/attempts/" + exemplar.group(1));

    assertThat(attempt.statusCode()).isEqualTo(200);
    assertThat(attempt.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(new String(attempt.body(), UTF_8))
        .contains("\"source_node\": \"node-1\"", "\"total\": 0.003000000");
  }

  @Test
  void exposesNoExemplarOfAnAttemptThatNobodyToldWhole() throws IOException, InterruptedException {
    SnapshotFrame.Builder frame =
        SnapshotEncoder.encode(snapshot("node-1", span(1, 1), succeeded(MILLI))).toBuilder();
    frame.getSubjectsBuilder(0).clearAttempts();
    try (ConnectedAgent agent = agent()) {
      agent.deliver(frame.build());
      agent.receipt();
    }

    String scrape = text("/metrics", "Accept", OPEN_METRICS);

    assertThat(scrape).contains("zoneprobe_duration_seconds_bucket").doesNotContain("attempt_id");
  }

  @Test
  void narrowsTheListOfAttemptsDown() throws IOException, InterruptedException {
    deliverTwoAttempts();

    assertThat(text("/api/v1/attempts?source_zone=zone-a&target=peer&limit=5"))
        .contains("\"matching\": 1");
    assertThat(text("/api/v1/attempts?source_zone=zone-b")).contains("\"matching\": 0");
    assertThat(get("/api/v1/attempts?limit=none").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/attempts/00000000000000ff").statusCode()).isEqualTo(404);
  }

  @Test
  void compressesAScrapeForWhoeverAcceptsIt() throws IOException, InterruptedException {
    HttpResponse<byte[]> scrape = get("/metrics", "Accept-Encoding", "gzip");

    assertThat(scrape.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(scrape.body()))) {
      assertThat(new String(plain.readAllBytes(), UTF_8))
          .contains("zoneprobe_collector_build_info");
    }
  }

  @Test
  void saysThatItIsWell() throws IOException, InterruptedException {
    assertThat(get("/healthz/started").statusCode()).isEqualTo(200);
    assertThat(get("/healthz/live").statusCode()).isEqualTo(200);
    assertThat(get("/healthz/ready").statusCode()).isEqualTo(200);
    assertThat(text("/")).startsWith("zoneprobe collector");
  }

  @Test
  void namesThePortThatIsTaken() {
    int taken = collector.grpcPort();
    try (var second = collector("listen: {grpc: %d, http: 0}".formatted(taken))) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen for agents on 127.0.0.1 port " + taken);
    }
  }

  @Test
  void namesTheHttpPortThatIsTaken() {
    int taken = collector.httpPort();
    try (var second = collector("listen: {grpc: 0, http: %d}".formatted(taken))) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen for HTTP on 127.0.0.1 port " + taken);
    }
  }
}
