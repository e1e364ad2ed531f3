// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zoneprobe.collector.web.replica.link.Answer;
import dev.zoneprobe.collector.web.replica.link.ReplicaLinks;
import dev.zoneprobe.collector.web.replica.link.ReplicaSettings;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.watch.FileWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose answers count, and who is asked again: collectors that answer what a test wants.
class AskingTest {
  private final LinkedBlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private String store = "store-2";
  private CountDownLatch together = new CountDownLatch(0);
  private byte[] body = "what it knows".getBytes(UTF_8);

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(0), 0); // on all addresses
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    awaitOthers();
    Integer status = statuses.poll();
    if (!store.isEmpty()) {
      exchange.getResponseHeaders().add(Replicas.STORE, store);
    }
    exchange.sendResponseHeaders(status == null ? 200 : status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void awaitOthers() throws IOException {
    together.countDown();
    try {
      if (!together.await(10, TimeUnit.SECONDS)) {
        throw new IOException("nobody else was asked");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /// Whatever is looked up has these addresses.
  static Replicas.Names named(String... addresses) {
    return _ -> Stream.of(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  private static Replicas replicas(int port, Duration timeout, String... addresses) {
    return new Replicas(
        new ReplicaLinks(
            new ReplicaSettings("collectors.test", port, timeout, Optional.empty()),
            new FileWatch()),
        "store-1",
        named(addresses),
        NanoClock.SYSTEM);
  }

  private Replicas atTwoAddresses() {
    return replicas(
        server.getAddress().getPort(), Duration.ofSeconds(20), "127.0.0.1", "127.0.0.2");
  }

  private static List<Replicas.Reply> replies(Replicas replicas) {
    return replicas.ask("/", Optional.empty()).replies();
  }

  @Test
  void oneThatHasTwoAddressesCountsOnce() {
    try (Replicas replicas = atTwoAddresses()) {
      assertThat(replies(replicas))
          .singleElement()
          .satisfies(reply -> assertThat(reply.body().orElseThrow()).asString().contains("knows"));
    }
  }

  @Test
  void allAreAskedAtOnce() {
    String[] addresses =
        IntStream.range(1, 21).mapToObj(i -> "127.0.0." + i).toArray(String[]::new);
    together = new CountDownLatch(addresses.length);
    int port = server.getAddress().getPort();
    try (Replicas replicas = replicas(port, Duration.ofSeconds(20), addresses)) {
      assertThat(replies(replicas))
          .singleElement()
          .satisfies(reply -> assertThat(reply.problem()).isEmpty());
    }
  }

  @Test
  void oneThatAnswersAtOneOfItsAddressesIsNotMissing() {
    statuses.add(503);
    try (Replicas replicas = atTwoAddresses()) {
      assertThat(replies(replicas))
          .singleElement()
          .satisfies(reply -> assertThat(reply.problem()).isEmpty());
    }
  }

  @Test
  void whatCameFromTheOwnStoreIsNoAnswer() {
    store = "store-1";
    try (Replicas replicas = atTwoAddresses()) {
      assertThat(replies(replicas)).isEmpty();
    }
  }

  @Test
  void oneThatDoesNotNameItsStoreMightCountTwiceAndIsMissing() {
    store = "";
    try (Replicas replicas = atTwoAddresses()) {
      assertThat(replies(replicas))
          .hasSize(2)
          .allSatisfy(
              reply -> assertThat(reply.problem().orElseThrow()).contains("an earlier version"));
    }
  }

  @Test
  void oneThatRefusedIsAskedAgainAtOnce() {
    statuses.addAll(List.of(503, 503));
    try (Replicas replicas = atTwoAddresses()) {
      assertThat(replies(replicas))
          .singleElement()
          .satisfies(reply -> assertThat(reply.problem().orElseThrow()).contains("status 503"));
      assertThat(replies(replicas)).allSatisfy(reply -> assertThat(reply.problem()).isEmpty());
    }
  }

  @Test
  void oneThatIsSlowIsNotWaitedForOnceMoreInTheSameRequest() throws Exception {
    try (ServerSocket frozen = new ServerSocket(0);
        Replicas replicas = replicas(frozen.getLocalPort(), Duration.ofMillis(500), "127.0.0.1")) {
      Replicas.Reader reader = new Replicas.Reader(Optional.empty());

      List<Replicas.Reply> first = replicas.ask("/", reader).replies();
      Replicas.Asked second = replicas.ask("/", reader);

      assertThat(second.underWay()).allMatch(reply -> reply.isDone());
      assertThat(second.replies()).isEqualTo(first);
      assertThat(first)
          .singleElement()
          .satisfies(reply -> assertThat(reply.problem().orElseThrow()).contains("in time"));
    }
  }

  @Test
  void anAnswerOfTheGreatestLengthIsReadWhole() {
    body = new byte[Answer.MOST_BYTES];
    try (Replicas replicas = atTwoAddresses()) {
      assertThat(replies(replicas))
          .singleElement()
          .satisfies(reply -> assertThat(reply.body().orElseThrow()).hasSize(Answer.MOST_BYTES));
    }
  }

  @Test
  void anAnswerOfMoreIsNone() {
    body = new byte[Answer.MOST_BYTES + 1];
    try (Replicas replicas = atTwoAddresses()) {
      assertThat(replies(replicas))
          .isNotEmpty()
          .allSatisfy(reply -> assertThat(reply.problem().orElseThrow()).contains("broke off"));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 2", "2, 59, 2", "2, 60, 3", "2, 360, 8", "2, 44640, 10", "20, 1440, 20"})
  void moreTimeIsGivenForALongerWindow(long timeout, long minutes, long patience) {
    ReplicaSettings settings =
        new ReplicaSettings("collectors.test", 8791, Duration.ofSeconds(timeout), Optional.empty());

    assertThat(settings.patience(Duration.ofMinutes(minutes))).hasSeconds(patience);
  }
}
