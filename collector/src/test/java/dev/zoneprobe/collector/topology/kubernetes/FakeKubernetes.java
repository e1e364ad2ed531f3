// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The part of Kubernetes' API that lists and watches, over real HTTP. Thread-safe.
public final class FakeKubernetes implements AutoCloseable {
  public static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/zoneprobe/endpointslices";
  public static final String NODES = "/api/v1/nodes";

  private static final String GONE =
      """
      {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure",\
      "reason":"Expired","code":410,"message":"too old resource version"}}
      """;

  private record Event(long version, String path, String line) {}

  private final HttpServer server;
  private final Map<String, AtomicInteger> lists = new LinkedHashMap<>();
  private final Map<String, AtomicInteger> pages = new LinkedHashMap<>();
  private final Map<String, AtomicInteger> watches = new LinkedHashMap<>();
  private final Set<ApiRequest> requests = ConcurrentHashMap.newKeySet();

  @GuardedBy("this")
  private final Map<String, Map<String, HasMetadata>> objects = new LinkedHashMap<>();

  @GuardedBy("this")
  private final List<Event> log = new ArrayList<>();

  @GuardedBy("this")
  private long version = 100;

  /// Raised to end all watches.
  @GuardedBy("this")
  private int era;

  @GuardedBy("this")
  private boolean forgetful;

  @GuardedBy("this")
  private boolean down;

  @GuardedBy("this")
  private Optional<String> token = Optional.empty();

  /// Begins to answer on loopback, and knows of nobody yet.
  public FakeKubernetes() {
    this(InetAddress.ofLiteral("127.0.0.1"));
  }

  /// Begins to answer on a free port of `address`.
  public FakeKubernetes(InetAddress address) {
    try {
      server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String path : List.of(SLICES, NODES)) {
      objects.put(path, new LinkedHashMap<>());
      lists.put(path, new AtomicInteger());
      pages.put(path, new AtomicInteger());
      watches.put(path, new AtomicInteger());
      server.createContext(path, this::answer);
    }
    server.createContext("/", this::answerNothing);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /// Where it answers.
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://%s:%d".formatted(address.getAddress().getHostAddress(), address.getPort()));
  }

  /// Requests that began to list, and that began to watch.
  public int lists(String path) {
    return counter(lists, path).get();
  }

  /// Requests for a page of a list, those for its first included.
  int pages(String path) {
    return counter(pages, path).get();
  }

  public int watches(String path) {
    return counter(watches, path).get();
  }

  /// What it was asked for so far, whether it answered or not.
  public Set<ApiRequest> requests() {
    return Set.copyOf(requests);
  }

  private static AtomicInteger counter(Map<String, AtomicInteger> counters, String path) {
    return counters.getOrDefault(path, new AtomicInteger());
  }

  /// Adds an object, or exchanges one.
  public synchronized void put(String path, HasMetadata object) {
    Map<String, HasMetadata> kept = kept(path);
    String name = object.getMetadata().getName();
    String type = kept.containsKey(name) ? "MODIFIED" : "ADDED";
    object.getMetadata().setResourceVersion(String.valueOf(++version));
    kept.put(name, object);
    tell(path, type, object);
  }

  public synchronized void remove(String path, String name) {
    HasMetadata gone = kept(path).remove(name);
    if (gone != null) {
      gone.getMetadata().setResourceVersion(String.valueOf(++version));
      tell(path, "DELETED", gone);
    }
  }

  @GuardedBy("this")
  private Map<String, HasMetadata> kept(String path) {
    return objects.getOrDefault(path, Map.of());
  }

  @GuardedBy("this")
  private void tell(String path, String type, HasMetadata object) {
    String line =
        "{\"type\":\"%s\",\"object\":%s}"
            .formatted(type, Serialization.asJson(object))
            .replace("\n", "");
    log.add(new Event(version, path, line + "\n"));
    notifyAll();
  }

  /// Ends all watches, as a load balancer does.
  public synchronized void cutWatches() {
    era++;
    notifyAll();
  }

  /// Ends all watches and forgets their versions: whoever watches from one again is told 410 Gone.
  synchronized void forgetVersions() {
    forgetful = true;
    cutWatches();
  }

  /// From now on it answers 503, and ends what runs.
  public synchronized void goDown() {
    down = true;
    cutWatches();
  }

  public synchronized void comeBack() {
    down = false;
  }

  /// From now on nobody is let in without it; what runs is ended.
  synchronized void demand(String bearer) {
    token = Optional.of(bearer);
    cutWatches();
  }

  private void answerNothing(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(ApiRequest.of(exchange));
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(ApiRequest.of(exchange));
      int refusal = refusal(exchange);
      if (refusal != 0) {
        exchange.sendResponseHeaders(refusal, -1);
      } else if (String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
        watch(exchange);
      } else {
        list(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized int refusal(HttpExchange exchange) {
    if (down) {
      return 503;
    }
    String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    return token.isPresent() && !shown.equals("Bearer " + token.get()) ? 401 : 0;
  }

  /// A page of as many as are wanted; the token of the next is how many went before it.
  private void list(HttpExchange exchange) throws IOException {
    URI asked = exchange.getRequestURI();
    int from = (int) numberIn(asked.getQuery(), "continue");
    if (from == 0) {
      counter(lists, asked.getPath()).incrementAndGet();
    }
    counter(pages, asked.getPath()).incrementAndGet();
    long limit = numberIn(asked.getQuery(), "limit");
    byte[] body =
        listed(asked.getPath(), from, limit == 0 ? Long.MAX_VALUE : limit)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private synchronized String listed(String path, int from, long limit) {
    forgetful = false;
    String items =
        kept(path).values().stream()
            .skip(from)
            .limit(limit)
            .map(Serialization::asJson)
            .collect(Collectors.joining(","));
    long left = kept(path).size() - from - limit;
    String next =
        left > 0
            ? ",\"continue\":\"%d\",\"remainingItemCount\":%d".formatted(from + limit, left)
            : "";
    boolean nodes = path.equals(NODES);
    return "{\"kind\":\"%s\",\"apiVersion\":\"%s\",\"metadata\":{\"resourceVersion\":\"%d\"%s},\"items\":[%s]}"
        .formatted(
            nodes ? "NodeList" : "EndpointSliceList",
            nodes ? "v1" : "discovery.k8s.io/v1",
            version,
            next,
            items);
  }

  private void watch(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    counter(watches, path).incrementAndGet();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    long from = numberIn(exchange.getRequestURI().getQuery(), "resourceVersion");
    if (isForgetful()) {
      body.write(GONE.getBytes(StandardCharsets.UTF_8));
      return;
    }
    int begun = era();
    for (List<Event> news = after(path, from, begun);
        !news.isEmpty();
        news = after(path, from, begun)) {
      for (Event event : news) {
        body.write(event.line().getBytes(StandardCharsets.UTF_8));
        from = event.version();
      }
      body.flush();
    }
  }

  private static long numberIn(@Nullable String query, String name) {
    for (String part : String.valueOf(query).split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return Long.parseLong(part.substring(name.length() + 1));
      }
    }
    return 0;
  }

  private synchronized boolean isForgetful() {
    return forgetful;
  }

  private synchronized int era() {
    return era;
  }

  /// What happened after `from`, once something has; nothing when the watch is to end.
  private synchronized List<Event> after(String path, long from, int begun)
      throws InterruptedException {
    while (era == begun) {
      List<Event> news =
          log.stream()
              .filter(event -> event.path().equals(path) && event.version() > from)
              .toList();
      if (!news.isEmpty()) {
        return news;
      }
      wait();
    }
    return List.of();
  }

  @Override
  public void close() {
    cutWatches();
    server.stop(0);
  }
}
