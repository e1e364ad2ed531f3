// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresProgram(Program.PROMETHEUS)
final class PrometheusTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String METRICS =
      """
      # TYPE calls counter
      calls_total{zone="a"} 3.0 # {attempt_id="7"} 1.0
      calls_total{zone="b"} 4.0
      # EOF
      """;

  @Test
  void answersQuestionsAboutWhatItScraped() throws Exception {
    HttpServer target = target();
    try (Prometheus prometheus =
        Prometheus.withNativeHistograms(SECOND, "127.0.0.1:" + target.getAddress().getPort())) {
      prometheus.awaitScraped();

      List<Sample> byZone = prometheus.query("calls_total{zone='b'}");

      assertThat(byZone).singleElement().extracting(Sample::value).isEqualTo(4.0);
      assertThat(prometheus.exemplars("calls_total")).contains(Map.of("attempt_id", "7"));
    } finally {
      target.stop(0);
    }
  }

  @Test
  void saysWhatIsWrongWithAnExpression() {
    try (Prometheus prometheus = Prometheus.classic(SECOND)) {
      assertThatThrownBy(() -> prometheus.query("sum(")).hasMessageContaining("parse error");
    }
  }

  private static HttpServer target() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(anyPort, 0);
    server.createContext("/metrics", PrometheusTest::answer);
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body = METRICS.getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
