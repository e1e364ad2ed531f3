// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// A collector that tells who reports to it, and is too busy to tell what they measured.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class BusyReplicaTest {
  @Test
  void isSaidToBeMissingAndNothingIsCalledEmpty() throws IOException {
    try (Stage replica = new Stage(Instant.now(), "");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Browser browser = new Browser()) {
      HttpServer busy = busy(replica, threads);
      int port = busy.getAddress().getPort();
      try (Stage asked =
          new Stage(
              Instant.now(), "web: {replicas: {host: localhost, port: %d}}\n".formatted(port))) {
        for (String view : new String[] {"", "?view=targets", "?view=nodes"}) {
          browser.visit(asked.page(view));

          browser.await("[role=status]", "Another collector is missing");
          assertThat(browser.text("[role=status]")).contains("answered with status 503");
        }
        browser.visit(asked.page(""));
        browser.await(".empty", "What is missing above may have something between");
        assertThat(browser.text("main")).doesNotContain("Nothing was reported");
      } finally {
        busy.stop(0);
      }
    }
  }

  private static HttpServer busy(Stage replica, ExecutorService threads) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, 503, "busy".getBytes(UTF_8)));
    server.createContext(
        "/api/v1/replica/agents",
        exchange -> answer(exchange, 200, read(replica.page("api/v1/replica/agents"))));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] read(URI address) throws IOException {
    try (InputStream body = address.toURL().openStream()) {
      return body.readAllBytes();
    }
  }
}
