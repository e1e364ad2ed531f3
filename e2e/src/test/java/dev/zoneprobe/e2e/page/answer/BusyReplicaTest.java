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
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// A collector that answers some questions, and is too busy for others.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
final class BusyReplicaTest {
  private static final String AGENTS = "/api/v1/replica/agents";
  private static final String ASKER = "Zoneprobe-Asker";
  private static final String STORE = "Zoneprobe-Store";
  private static final String PEERS =
      """
      peers:
        - {node: node-a, zone: zone-a, host: a.test}
        - {node: node-b, zone: zone-b, host: b.test}
      """;

  @Test
  void isSaidToBeMissingAndNothingIsCalledEmpty() throws IOException {
    try (Stage replica = new Stage(Instant.now(), "");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Browser browser = new Browser()) {
      HttpServer busy = busy(replica, threads, path -> !path.equals(AGENTS));
      try (Stage asked = new Stage(Instant.now(), replicas(busy))) {
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

  @Test
  void makesNobodySilentByNotTellingWhoReportsToIt() throws Exception {
    try (Stage replica = new Stage(Instant.now(), PEERS);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Browser browser = new Browser()) {
      HttpServer busy = busy(replica, threads, AGENTS::equals);
      try (Stage asked = new Stage(Instant.now(), PEERS + replicas(busy))) {
        asked.advance(Duration.ofMinutes(2));
        asked.report("node-a", "zone-a", List.of());
        replica.report("node-b", "zone-b", List.of());

        browser.visit(asked.page("?view=nodes"));
        browser.await("tbody", "node-b");
        assertThat(browser.text("[role=status]")).contains("answered with status 503");
        assertThat(browser.text("main .verdict")).isEqualTo("No node stands out.");
        assertThat(browser.texts("tbody .mark.silent")).isEmpty();

        assertNobodyNeverReported(browser, asked);
        busy.stop(0);
        assertNobodyNeverReported(browser, asked);
        assertThat(browser.text("[role=status]")).contains("cannot be reached");
      }
    }
  }

  private static void assertNobodyNeverReported(Browser browser, Stage asked) {
    browser.visit(asked.page(""));
    browser.await(".look.verdict");
    assertThat(browser.text(".look")).doesNotContain("has never reported");
  }

  private static String replicas(HttpServer server) {
    return "web: {replicas: {host: 127.0.0.1, port: %d}}\n"
        .formatted(server.getAddress().getPort());
  }

  /// Stands before `replica`, and has no time for these paths.
  private static HttpServer busy(
      Stage replica, ExecutorService threads, Predicate<String> tooBusyFor) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          if (tooBusyFor.test(exchange.getRequestURI().getPath())) {
            answer(exchange, 503, "busy".getBytes(UTF_8));
          } else {
            pass(exchange, replica);
          }
        });
    server.start();
    return server;
  }

  private static void pass(HttpExchange exchange, Stage replica) throws IOException {
    URI address = replica.page(exchange.getRequestURI().toString().substring(1));
    HttpURLConnection asked = (HttpURLConnection) address.toURL().openConnection();
    asked.setRequestProperty(ASKER, exchange.getRequestHeaders().getFirst(ASKER));
    byte[] body = asked.getInputStream().readAllBytes();
    exchange.getResponseHeaders().add(STORE, asked.getHeaderField(STORE));
    answer(exchange, 200, body);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
