// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.history.History;
import dev.zoneprobe.collector.history.Parameters;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.history.turn.TurnedAwayException;
import dev.zoneprobe.collector.history.turn.Turns;
import dev.zoneprobe.collector.store.Store;
import dev.zoneprobe.collector.store.StoreSettings;
import dev.zoneprobe.collector.web.replica.link.ReplicaLinks;
import dev.zoneprobe.collector.web.replica.link.ReplicaSettings;
import dev.zoneprobe.collector.web.replica.part.HistoryQuery;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.watch.FileWatch;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A question that nobody waits for any more: what becomes of it at the collector that was asked.
class AbandonedQuestionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HistoryQuery QUERY =
      HistoryQuery.of(
          new Parameters(
              Map.of(
                  "first", List.of("29000000"),
                  "last", List.of("29000059"),
                  "step", List.of("60"),
                  "phase", List.of("total"))));

  private final AtomicLong now = new AtomicLong();

  /// A collector that is asked, and never answers.
  private static final class Frozen implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<String> asked = new CompletableFuture<>();
    private final CompletableFuture<Boolean> hungUp = new CompletableFuture<>();

    Frozen() throws IOException {
      Thread _ = Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
      try (Socket asker = server.accept()) {
        InputStream question = asker.getInputStream();
        byte[] some = new byte[8192];
        asked.complete(new String(some, 0, question.read(some), US_ASCII));
        hungUp.complete(question.read() < 0);
      } catch (IOException e) {
        asked.completeExceptionally(e);
        hungUp.complete(true); // it was reset
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  /// The history of a collector whose clock runs away once the other has been asked.
  private Past tooSlow(Store store, Frozen other) {
    Turns turns = new Turns(() -> now.addAndGet(Duration.ofSeconds(20).toNanos()));
    Past slow = new History(store, turns).asked();
    return (minutes, step, filter, visitors) -> {
      assertThat(other.asked.orTimeout(10, TimeUnit.SECONDS).join())
          .startsWith("GET " + ReplicaPages.HISTORY);
      return slow.read(minutes, step, filter, visitors);
    };
  }

  private static Replicas replicas(int port) {
    return new Replicas(
        new ReplicaLinks(
            new ReplicaSettings("collectors.test", port, PATIENCE, Optional.empty()),
            new FileWatch()),
        "store-1",
        AskingTest.named("127.0.0.1"),
        NanoClock.SYSTEM);
  }

  @Test
  void whoeverIsTurnedAwayHereIsNotWorkedForElsewhere() throws Exception {
    StoreSettings inMemory =
        new StoreSettings(Optional.empty(), Duration.ZERO, Duration.ofHours(2), 1L << 30);
    try (Frozen other = new Frozen();
        Store store = Store.open(inMemory, new SteppingClock(NOW));
        Replicas replicas = replicas(other.server.getLocalPort())) {
      MergedHistory merged =
          new MergedHistory(tooSlow(store, other), replicas, new Replicas.Reader(Optional.empty()));

      assertThatExceptionOfType(TurnedAwayException.class)
          .isThrownBy(() ->
              merged.read(
                  QUERY.minutes(),
                  QUERY.step(),
                  QUERY.filter(),
                  minute -> {
                    throw new AssertionError("there is no time to read minute " + minute);
                  }));

      assertThat(other.hungUp.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
