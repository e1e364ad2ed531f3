// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.measure.NanoClock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Asks the other collectors, all at once, over HTTP. Thread-safe.
///
/// Every question carries the name of the asker's store. Who finds its own name there answers 204
/// at once, so that a collector may ask all addresses of a name, its own among them; nobody who is
/// asked asks others.
public final class Siblings implements AutoCloseable {
  /// The header that names the asker's store.
  public static final String ASKER = "Zoneprobe-Asker";

  /// More addresses than that are not asked.
  static final int MOST = 64;

  /// The longest answer, in bytes.
  static final int MOST_BYTES = 64 << 20;

  /// One that did not answer is not asked again for so long: a view asks several times.
  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

  private final SiblingSettings settings;
  private final String ownStore;
  private final HttpClient http;
  private final Map<InetAddress, Silence> silent = new ConcurrentHashMap<>();

  /// @param ownStore names the store of this collector
  public Siblings(SiblingSettings settings, String ownStore) {
    this.settings = settings;
    this.ownStore = ownStore;
    http = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
  }

  /// Whether `asker`, the header that another collector sends, is the name of this one.
  public boolean isOwn(String asker) {
    return asker.equals(ownStore);
  }

  /// What one of them answered.
  ///
  /// @param problem why there is no body
  public record Reply(String address, Optional<byte[]> body, Optional<String> problem) {
    static Reply missing(String address, String why) {
      return new Reply(address, Optional.empty(), Optional.of(address + " " + why));
    }
  }

  private record Silence(Reply reply, long sinceNanos) {}

  /// Asks all of them now, to hear later what they answered.
  ///
  /// @param path with the query
  /// @param authorization that the asker's reader gave
  public Asked ask(String path, Optional<String> authorization) {
    List<InetAddress> addresses;
    try {
      addresses = Arrays.asList(InetAddress.getAllByName(settings.host()));
    } catch (UnknownHostException e) {
      Reply unknown = Reply.missing(settings.host(), "(web.siblings) has no address");
      return new Asked(List.of(CompletableFuture.completedFuture(Optional.of(unknown))));
    }
    return new Asked(
        addresses.stream().limit(MOST).map(address -> ask(address, path, authorization)).toList());
  }

  private CompletableFuture<Optional<Reply>> ask(
      InetAddress address, String path, Optional<String> authorization) {
    Silence silence = silent.get(address);
    if (silence != null && NanoClock.SYSTEM.nanos() - silence.sinceNanos < LEFT_ALONE.toNanos()) {
      return CompletableFuture.completedFuture(Optional.of(silence.reply));
    }
    return send(address, path, authorization)
        .thenApply(reply -> {
          remember(address, reply);
          return reply;
        });
  }

  private void remember(InetAddress address, Optional<Reply> reply) {
    if (silent.size() > MOST) {
      silent.clear(); // of addresses that are nobody's any more
    }
    reply
        .filter(one -> one.problem().isPresent())
        .ifPresentOrElse(
            one -> silent.put(address, new Silence(one, NanoClock.SYSTEM.nanos())),
            () -> silent.remove(address));
  }

  private CompletableFuture<Optional<Reply>> send(
      InetAddress address, String path, Optional<String> authorization) {
    String host = address.getHostAddress();
    String named =
        (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + settings.port();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + named + path))
            .timeout(settings.timeout())
            .header(ASKER, ownStore);
    authorization.ifPresent(given -> request.header("Authorization", given));
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    return sent.thenApply(answer -> reply(named, answer))
        .completeOnTimeout(
            Optional.of(Reply.missing(named, "did not answer in time")),
            settings.timeout().toMillis(),
            TimeUnit.MILLISECONDS)
        .exceptionally(_ -> Optional.of(Reply.missing(named, "cannot be reached")))
        .whenComplete((_, _) -> sent.cancel(true));
  }

  private static Optional<Reply> reply(String named, HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(new Reply(named, Optional.of(answer.body()), Optional.empty()));
      case 204 -> Optional.empty();
      default -> Optional.of(Reply.missing(named, "answered with status " + answer.statusCode()));
    };
  }

  /// Answers that are under way.
  public record Asked(List<CompletableFuture<Optional<Reply>>> underWay) {
    /// All of them, once each has come or its time is over.
    public List<Reply> replies() {
      List<Reply> replies = new ArrayList<>();
      for (CompletableFuture<Optional<Reply>> one : underWay) {
        one.join().ifPresent(replies::add);
      }
      return replies;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
