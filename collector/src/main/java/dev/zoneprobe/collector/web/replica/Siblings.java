// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  private final SiblingSettings settings;
  private final String ownStore;
  private final HttpClient http;

  /// @param ownStore names the store of this collector
  public Siblings(SiblingSettings settings, String ownStore) {
    this.settings = settings;
    this.ownStore = ownStore;
    http = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
  }

  boolean isOwn(String asker) {
    return asker.equals(ownStore);
  }

  /// What one of them answered.
  ///
  /// @param problem why there is no body
  record Reply(String address, Optional<byte[]> body, Optional<String> problem) {
    static Reply missing(String address, String why) {
      return new Reply(address, Optional.empty(), Optional.of(address + " " + why));
    }
  }

  /// Asks all of them now, to hear later what they answered.
  ///
  /// @param path with the query
  /// @param authorization that the asker's reader gave
  Asked ask(String path, Optional<String> authorization) {
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
    String host = address.getHostAddress();
    String named =
        (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + settings.port();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + named + path))
            .timeout(settings.timeout())
            .header(ASKER, ownStore);
    authorization.ifPresent(given -> request.header("Authorization", given));
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
        .thenApplyAsync(answer -> reply(named, answer))
        .completeOnTimeout(
            Optional.of(Reply.missing(named, "did not answer in time")),
            settings.timeout().toMillis(),
            TimeUnit.MILLISECONDS)
        .exceptionally(e -> Optional.of(Reply.missing(named, "cannot be reached")));
  }

  private static Optional<Reply> reply(String named, HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      if (answer.statusCode() == 204) {
        return Optional.empty();
      }
      if (answer.statusCode() != 200) {
        return Optional.of(Reply.missing(named, "answered with status " + answer.statusCode()));
      }
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      return Optional.of(
          bytes.length > MOST_BYTES
              ? Reply.missing(named, "answered with more than " + MOST_BYTES + " bytes")
              : new Reply(named, Optional.of(bytes), Optional.empty()));
    } catch (IOException e) {
      return Optional.of(Reply.missing(named, "broke off its answer"));
    }
  }

  /// Answers that are under way.
  record Asked(List<CompletableFuture<Optional<Reply>>> underWay) {
    /// All of them, once each has come or its time is over.
    List<Reply> replies() {
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
