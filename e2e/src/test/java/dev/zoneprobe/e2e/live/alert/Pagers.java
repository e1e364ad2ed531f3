// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Stands for the services that Alertmanager tells: PagerDuty's Events API v2, which refuses what
/// the real one documents that it refuses, a chat and a heartbeat. Thread-safe.
public final class Pagers implements AutoCloseable {
  private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
  private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
  private static final List<String> REQUIRED = List.of("summary", "source", "severity");

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Page> pages = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final List<String> heartbeats = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /// Listens on a port of its own.
  public Pagers() {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      server = HttpServer.create(anyPort, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v2/enqueue", this::enqueue);
    server.createContext("/chat", exchange -> keep(exchange, new CopyOnWriteArrayList<>()));
    server.createContext("/heartbeat", exchange -> keep(exchange, heartbeats));
    server.start();
  }

  /// A URL of this server.
  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// What PagerDuty took, in the order of arrival.
  public List<Page> pages() {
    return List.copyOf(pages);
  }

  /// What PagerDuty would have refused.
  public List<String> refused() {
    return List.copyOf(refused);
  }

  /// How often the heartbeat came.
  public int heartbeats() {
    return heartbeats.size();
  }

  private void enqueue(HttpExchange exchange) throws IOException {
    JsonNode event = json.readTree(exchange.getRequestBody());
    if (isAcceptable(event)) {
      pages.add(Page.of(event));
      answer(exchange, 202, "{\"status\":\"success\",\"message\":\"Event processed\"}");
    } else {
      refused.add(event.toString());
      answer(
          exchange, 400, "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\"}");
    }
  }

  private static boolean isAcceptable(JsonNode event) {
    String action = event.path("event_action").asText();
    JsonNode payload = event.path("payload");
    boolean complete =
        REQUIRED.stream().noneMatch(field -> payload.path(field).asText().isBlank())
            && SEVERITIES.contains(payload.path("severity").asText());
    return event.path("routing_key").asText().length() == 32
        && ACTIONS.contains(action)
        && (complete || !action.equals("trigger"))
        && (action.equals("trigger") || event.hasNonNull("dedup_key"));
  }

  private void keep(HttpExchange exchange, List<String> kept) throws IOException {
    kept.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    answer(exchange, 200, "ok");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
