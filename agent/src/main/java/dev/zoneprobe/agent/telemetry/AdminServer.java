// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zoneprobe.recall.AttemptPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/// The port for those who run the agent: `/metrics`, `/healthz/{started,live,ready}` and
/// `/api/v1/attempts`.
///
/// Listens from construction until [#close()]. Each request is answered on a virtual thread of its
/// own, [#MAX_CONCURRENT] at a time; more are told to come back. A connection ends with its answer,
/// or after some seconds without a whole request, because beyond 64 the JDK's server refuses the
/// newest, which may be the kubelet's. Thread-safe.
public final class AdminServer implements AutoCloseable {
  /// Requests that are answered at the same time.
  static final int MAX_CONCURRENT = 16;

  private static final String INDEX =
      """
      zoneprobe agent
      /metrics
      /healthz/started
      /healthz/live
      /healthz/ready
      /api/v1/attempts
      /api/v1/attempts/{id}
      """;

  /// What the JDK's server takes from system properties only, and leaves unlimited without them.
  private static final Map<String, String> JDK_LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", "64",
          "sun.net.httpserver.clockTick", "1000",
          "sun.net.httpserver.idleInterval", "5",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "60",
          "sun.net.httpserver.nodelay", "true");

  private final Semaphore free;
  private final LongAdder refused = new LongAdder();
  private final Exposition exposition;
  private final Health.Checks checks;
  private final AttemptPages attempts;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("zoneprobe-admin-", 0).factory());
  private final HttpServer server;

  /// Starts to listen.
  ///
  /// @throws BindException naming the address, if it is not to be had
  public AdminServer(
      AdminSettings settings, AgentMeters meters, Health.Checks checks, AttemptPages attempts)
      throws IOException {
    this(settings, meters, checks, attempts, MAX_CONCURRENT);
  }

  AdminServer(
      AdminSettings settings,
      AgentMeters meters,
      Health.Checks checks,
      AttemptPages attempts,
      int maxConcurrent)
      throws IOException {
    this.free = new Semaphore(maxConcurrent);
    this.exposition = new Exposition(meters.registry());
    this.checks = checks;
    this.attempts = attempts;
    this.server = bind(settings.socketAddress());
    meters.counter(
        "zoneprobe.agent.admin.refused",
        "Requests for metrics or health that were told to come back, too many being answered.",
        Map.of(),
        refused::sum);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  private static HttpServer bind(InetSocketAddress address) throws IOException {
    JDK_LIMITS.forEach((key, limit) -> System.getProperties().putIfAbsent(key, limit));
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      BindException failure =
          new BindException(
              "metrics and health cannot be offered on %s:%d: %s"
                  .formatted(
                      address.getAddress().getHostAddress(), address.getPort(), e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  /// The port that is listened on.
  public int port() {
    return server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Connection", "close");
      if (!free.tryAcquire()) {
        refused.increment();
        exchange.getResponseHeaders().set("Retry-After", "1");
        sendText(exchange, 503, "busy\n");
        return;
      }
      try {
        answer(exchange);
      } finally {
        free.release();
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      sendText(exchange, 405, "only GET and HEAD\n");
      return;
    }
    String path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/" -> sendText(exchange, 200, INDEX);
      case "/metrics" -> sendMetrics(exchange);
      case "/healthz/started" -> sendHealth(exchange, checks.started(), List.of());
      case "/healthz/live" -> sendHealth(exchange, checks.live(), List.of());
      case "/healthz/ready" -> sendHealth(exchange, checks.ready(), checks.remarks());
      case AttemptPages.PATH ->
          sendJson(exchange, attempts.list(RequestParameters.of(exchange.getRequestURI())));
      default -> {
        if (path.startsWith(AttemptPages.PATH + "/")) {
          sendJson(exchange, attempts.one(path.substring(AttemptPages.PATH.length() + 1)));
        } else {
          sendText(exchange, 404, "no such page\n");
        }
      }
    }
  }

  private void sendMetrics(HttpExchange exchange) throws IOException {
    Exposition.Page page = exposition.page(header(exchange, "Accept"));
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", page.contentType());
    headers.set("Vary", "Accept, Accept-Encoding");
    if (takesGzip(header(exchange, "Accept-Encoding"))) {
      headers.set("Content-Encoding", "gzip");
      send(exchange, 200, gzipped(page.body()));
    } else {
      send(exchange, 200, page.body());
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return String.join(",", exchange.getRequestHeaders().getOrDefault(name, List.of()));
  }

  private static boolean takesGzip(String acceptEncoding) {
    return List.of(acceptEncoding.replace(" ", "").split(",", -1)).stream()
        .anyMatch(coding -> coding.matches("gzip(;q=(1(\\.0*)?|0\\.0*[1-9]\\d*))?"));
  }

  private static byte[] gzipped(byte[] body) throws IOException {
    ByteArrayOutputStream smaller = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(smaller)) {
      gzip.write(body);
    }
    return smaller.toByteArray();
  }

  private static void sendHealth(HttpExchange exchange, List<Health> asked, List<Health> remarks)
      throws IOException {
    String problems = problems(asked);
    if (problems.isEmpty()) {
      sendText(exchange, 200, "ok\n" + problems(remarks));
    } else {
      sendText(exchange, 503, problems + problems(remarks));
    }
  }

  private static String problems(List<Health> asked) {
    return asked.stream()
        .flatMap(check -> check.problem().map(what -> check.name() + ": " + what).stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static void sendJson(HttpExchange exchange, AttemptPages.Answer answer)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", AttemptPages.CONTENT_TYPE);
    send(exchange, answer.status(), answer.json().getBytes(StandardCharsets.UTF_8));
  }

  private static void sendText(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /// Stops listening; requests that are being answered are cut off.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
