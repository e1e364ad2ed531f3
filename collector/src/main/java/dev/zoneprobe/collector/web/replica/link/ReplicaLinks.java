// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.link;

import dev.zoneprobe.tls.Expiring;
import dev.zoneprobe.tls.LiveAuthorities;
import dev.zoneprobe.watch.FileWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/// Asks collectors over HTTP/1.1, each at its own address and all by the same name. With TLS, who
/// answers has to show a certificate of that name before anything is sent. Thread-safe.
///
/// Each question has a virtual thread while it is under way.
public final class ReplicaLinks implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 64;

  private final ReplicaSettings settings;
  private final HttpUrl url;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("zoneprobe-replica-", 0).factory());
  private final OkHttpClient plain;
  private final Optional<LiveAuthorities> authorities;
  private final Supplier<OkHttpClient> client;

  /// Reads the authorities that `settings` name, and again whenever `watch` finds them changed.
  ///
  /// @throws java.io.UncheckedIOException naming the file that cannot be used
  public ReplicaLinks(ReplicaSettings settings, FileWatch watch) {
    this.settings = settings;
    this.url = settings.url();
    this.plain = client(settings, threads);
    this.authorities =
        settings
            .tls()
            .flatMap(ReplicaSettings.Tls::ca)
            .map(file -> LiveAuthorities.ofServers(watch, "web.replicas.ca", file));
    this.client =
        authorities
            .map(trusted -> new TrustedConnections(plain, trusted))
            .<Supplier<OkHttpClient>>map(trusted -> trusted::client)
            .orElse(() -> plain);
  }

  /// A proxy would look the name up itself, and ask anybody.
  private static OkHttpClient client(ReplicaSettings settings, ExecutorService threads) {
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher(threads))
        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
        .connectionSpecs(
            List.of(
                settings.tls().isPresent() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
        .protocols(List.of(Protocol.HTTP_1_1))
        .proxy(Proxy.NO_PROXY)
        .followRedirects(false)
        .connectTimeout(settings.timeout().dividedBy(2))
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .build();
  }

  /// It would let five questions to one name wait for each other, and all have one name. How many
  /// there are is up to those who read.
  private static Dispatcher dispatcher(ExecutorService threads) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }

  /// Finds one address, whatever the name. Connections to equal ones are shared.
  private record Pinned(InetAddress address) implements Dns {
    @Override
    public List<InetAddress> lookup(String host) {
      return List.of(address);
    }
  }

  /// Asks the one at `address` now. Completes with its answer, or with what [Silence#of] tells
  /// apart; there is no limit of time but that for connecting. To cancel it ends the question.
  ///
  /// @param path with the query
  public CompletableFuture<Answer> ask(
      InetAddress address, String path, Map<String, String> headers) {
    Call call =
        client.get().newBuilder().dns(new Pinned(address)).build().newCall(request(path, headers));
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    CompletableFuture<Answer> _ = answer.whenComplete((_, _) -> call.cancel());
    call.enqueue(new Completing(answer));
    return answer;
  }

  /// What a reader's header holds is the other's to judge.
  private Request request(String path, Map<String, String> headers) {
    Headers.Builder given = new Headers.Builder();
    headers.forEach(given::addUnsafeNonAscii);
    return new Request.Builder()
        .url(Objects.requireNonNull(url.resolve(path), path))
        .headers(given.build())
        .header("Accept-Encoding", "identity")
        .build();
  }

  private record Completing(CompletableFuture<Answer> answer) implements Callback {
    @Override
    public void onFailure(Call call, IOException e) {
      answer.completeExceptionally(e);
    }

    @Override
    public void onResponse(Call call, Response response) throws IOException {
      try (response) {
        answer.complete(Answer.read(response));
      } catch (IOException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /// Where they are.
  public ReplicaSettings settings() {
    return settings;
  }

  /// The certificates that have to be renewed in time.
  public List<Expiring> certificates() {
    return authorities.<Expiring>map(trusted -> trusted).stream().toList();
  }

  @Override
  public void close() {
    plain.dispatcher().cancelAll();
    plain.connectionPool().evictAll();
    threads.shutdown();
  }
}
