// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers of ten megabytes, to readers who take them and to those who do not.
final class ScrapesTest {
  private static final int SILENCE_MILLIS = 2_000;
  private static final String LAST = "last{value=\"\"} 1.0";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch mayBeWritten = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Javalin server = Javalin.create(config -> config.routes.get("/metrics", scrapes()));

  private Scrapes scrapes() {
    PrometheusRegistry large = new PrometheusRegistry();
    large.register((MultiCollector) this::tenMegabytes);
    return new Scrapes(large, meters, Duration.ofMillis(100));
  }

  private MetricSnapshots tenMegabytes() {
    try {
      mayBeWritten.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    GaugeSnapshot.Builder large = GaugeSnapshot.builder().name("large");
    for (int i = 0; i < 100; i++) {
      large.dataPoint(point(i + "-".repeat(100_000)));
    }
    return MetricSnapshots.of(
        GaugeSnapshot.builder().name("last").dataPoint(point("")).build(), large.build());
  }

  private static GaugeDataPointSnapshot point(String value) {
    return GaugeDataPointSnapshot.builder().labels(Labels.of("value", value)).value(1).build();
  }

  @AfterEach
  void stop() {
    mayBeWritten.countDown();
    server.stop();
    http.close();
  }

  private CompletableFuture<HttpResponse<String>> scrape() {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    return http.sendAsync(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private SlowReader slowReader() throws IOException {
    return new SlowReader(server.port(), "/metrics", 1);
  }

  private double counted(String what) {
    return meters.get("zoneprobe.collector.scrapes." + what).counter().count();
  }

  @Test
  void theOneThatHasBeenReadLongestGivesWay() throws IOException {
    mayBeWritten.countDown();
    server.start("127.0.0.1", 0);
    try (SlowReader first = slowReader();
        SlowReader second = slowReader();
        SlowReader third = slowReader()) {
      HttpResponse<String> fourth = scrape().join();

      assertThat(fourth.statusCode()).isEqualTo(200);
      assertThat(fourth.body()).contains(LAST);
      assertThat(counted("cut.off")).isEqualTo(1);
      assertThat(first.rest(SILENCE_MILLIS)).doesNotContain(LAST);
      assertThat(second.rest(SILENCE_MILLIS)).contains(LAST);
      assertThat(third.rest(SILENCE_MILLIS)).contains(LAST);
    }
  }

  @Test
  void whoWouldWaitTooLongIsToldToComeBack() {
    server.start("127.0.0.1", 0);
    List<CompletableFuture<HttpResponse<String>>> scrapes =
        Stream.generate(this::scrape).limit(10).toList();

    // three are being written, and one waits for room
    await().until(() -> scrapes.stream().filter(CompletableFuture::isDone).count() == 6);

    assertThat(scrapes.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
        .allSatisfy(refused -> {
          assertThat(refused.statusCode()).isEqualTo(503);
          assertThat(refused.headers().firstValue("Retry-After")).contains("10");
        });
    assertThat(counted("refused")).isEqualTo(6);
    mayBeWritten.countDown();
    assertThat(scrapes.stream().filter(one -> one.join().statusCode() == 200)).hasSize(4);
  }
}
