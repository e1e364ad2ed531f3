// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import dev.zoneprobe.collector.web.replica.link.Answer;
import dev.zoneprobe.collector.web.replica.link.ReplicaLinks;
import dev.zoneprobe.collector.web.replica.link.ReplicaSettings;
import dev.zoneprobe.collector.web.replica.link.Silence;
import dev.zoneprobe.measure.NanoClock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Asks the other collectors, all at once, over HTTP. Thread-safe.
///
/// Every question carries the name of the asker's store, every answer that of the store which it
/// comes from. Who finds its own name in a question answers 204 at once, so that a collector may
/// ask all addresses of a name, its own among them; of several addresses of one store, one answer
/// counts. Nobody who is asked asks others.
public final class Replicas implements AutoCloseable {
  /// The header that names the asker's store.
  public static final String ASKER = "Zoneprobe-Asker";

  /// The header of an answer that names the store which it comes from.
  public static final String STORE = "Zoneprobe-Store";

  /// More addresses than that are not asked.
  static final int MOST = 64;

  /// One that cannot be reached is not asked again for so long: a view asks several times.
  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

  private final ReplicaLinks links;
  private final ReplicaSettings settings;
  private final String ownStore;
  private final Names names;
  private final NanoClock clock;

  /// Since when, in nanoseconds.
  private final Map<InetAddress, Long> unreachable = new ConcurrentHashMap<>();

  /// Looks names up.
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /// @param links to the others; closed with this
  /// @param ownStore names the store of this collector
  public Replicas(ReplicaLinks links, String ownStore, NanoClock clock) {
    this(links, ownStore, InetAddress::getAllByName, clock);
  }

  Replicas(ReplicaLinks links, String ownStore, Names names, NanoClock clock) {
    this.clock = clock;
    this.links = links;
    this.settings = links.settings();
    this.ownStore = ownStore;
    this.names = names;
  }

  /// Whether `asker`, the header that another collector sends, is the name of this one.
  public boolean isOwn(String asker) {
    return asker.equals(ownStore);
  }

  /// One request of a reader, for which others may be asked several times.
  ///
  /// @param authorization that the reader gave, for the others to see
  /// @param late who was too slow for it, and is not waited for once more
  record Reader(Optional<String> authorization, Set<InetAddress> late) {
    Reader(Optional<String> authorization) {
      this(authorization, ConcurrentHashMap.newKeySet());
    }
  }

  /// What one of them answered.
  ///
  /// @param store that it comes from, as far as it said so
  /// @param problem why there is no body
  public record Reply(
      String address, Optional<String> store, Optional<byte[]> body, Optional<String> problem) {
    static Reply missing(String address, String why) {
      return new Reply(
          address, Optional.empty(), Optional.empty(), Optional.of(address + " " + why));
    }

    private static Reply better(Reply one, Reply other) {
      return one.body.isPresent() ? one : other;
    }
  }

  /// Asks all of them now, to hear later what they answered.
  ///
  /// @param path with the query
  /// @param authorization that the asker's reader gave
  public Asked ask(String path, Optional<String> authorization) {
    return ask(path, new Reader(authorization));
  }

  Asked ask(String path, Reader reader) {
    return ask(path, reader, Duration.ZERO);
  }

  /// The same about a part of the history.
  ///
  /// @param window how long that is
  Asked ask(String path, Reader reader, Duration window) {
    try {
      return new Asked(
          Arrays.stream(names.addresses(settings.host()))
              .limit(MOST)
              .map(address -> ask(address, path, reader, settings.patience(window)))
              .toList());
    } catch (UnknownHostException e) {
      Reply unknown = Reply.missing(settings.host(), "(web.replicas) has no address");
      return new Asked(List.of(CompletableFuture.completedFuture(Optional.of(unknown))));
    }
  }

  private CompletableFuture<Optional<Reply>> ask(
      InetAddress address, String path, Reader reader, Duration patience) {
    if (reader.late.contains(address)) {
      return CompletableFuture.completedFuture(Optional.of(missing(address, Silence.LATE)));
    }
    Long since = unreachable.get(address);
    if (since != null && clock.nanos() - since < LEFT_ALONE.toNanos()) {
      return CompletableFuture.completedFuture(Optional.of(missing(address, Silence.UNREACHABLE)));
    }
    CompletableFuture<Answer> sent = links.ask(address, path, headers(reader));
    CompletableFuture<Optional<Reply>> reply =
        sent.thenApply(answer -> reply(address, answer))
            .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(thrown -> Optional.of(failed(address, reader, Silence.of(thrown))));
    CompletableFuture<Optional<Reply>> _ = reply.whenComplete((_, _) -> sent.cancel(true));
    return reply;
  }

  private Map<String, String> headers(Reader reader) {
    Map<String, String> headers = new HashMap<>(Map.of(ASKER, ownStore));
    reader.authorization.ifPresent(given -> headers.put("Authorization", given));
    return headers;
  }

  private String named(InetAddress address) {
    String host = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + settings.port();
  }

  private Optional<Reply> reply(InetAddress address, Answer answer) {
    unreachable.remove(address);
    Optional<String> store = answer.header(STORE);
    if (answer.status() == 204 || store.filter(this::isOwn).isPresent()) {
      return Optional.empty();
    }
    String named = named(address);
    if (answer.status() != 200) {
      String problem = named + " answered with status " + answer.status();
      return Optional.of(new Reply(named, store, Optional.empty(), Optional.of(problem)));
    }
    return Optional.of(
        store.isPresent()
            ? new Reply(named, store, Optional.of(answer.body()), Optional.empty())
            : Reply.missing(named, "is a collector of an earlier version"));
  }

  /// Only one that cannot be reached is left alone: one that is slow, refuses, or shows a wrong
  /// certificate is there, and may do better next time.
  private Reply failed(InetAddress address, Reader reader, Silence why) {
    switch (why) {
      case UNREACHABLE -> leaveAlone(address);
      case LATE -> reader.late.add(address);
      case OTHER_NAME, UNTRUSTED, NO_TLS, BROKEN -> {}
    }
    return missing(address, why);
  }

  private void leaveAlone(InetAddress address) {
    if (unreachable.size() > MOST) {
      unreachable.clear(); // of addresses that are nobody's any more
    }
    unreachable.put(address, clock.nanos());
  }

  private Reply missing(InetAddress address, Silence why) {
    return Reply.missing(named(address), why.text());
  }

  /// Answers that are under way. To close it ends those that nobody is going to wait for, and does
  /// nothing once the replies are there.
  public record Asked(List<CompletableFuture<Optional<Reply>>> underWay) implements AutoCloseable {
    /// One of each store, once each has come or its time is over.
    public List<Reply> replies() {
      Map<String, Reply> replies = new LinkedHashMap<>();
      for (CompletableFuture<Optional<Reply>> one : underWay) {
        one.join()
            .ifPresent(
                reply -> replies.merge(reply.store.orElse(reply.address), reply, Reply::better));
      }
      return List.copyOf(replies.values());
    }

    @Override
    public void close() {
      underWay.forEach(one -> one.cancel(true));
    }
  }

  @Override
  public void close() {
    links.close();
  }
}
