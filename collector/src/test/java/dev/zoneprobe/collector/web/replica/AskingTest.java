// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose answers count, and who is asked again: collectors that answer what a test wants.
class AskingTest {
  private final LinkedBlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
  private HttpServer server;
  private String store = "store-2";

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(0), 0); // on all addresses
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = "what it knows".getBytes(UTF_8);
    Integer status = statuses.poll();
    if (!store.isEmpty()) {
      exchange.getResponseHeaders().add(Siblings.STORE, store);
    }
    exchange.sendResponseHeaders(status == null ? 200 : status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Siblings siblings(int port, Duration timeout, String... addresses) {
    return new Siblings(
        new SiblingSettings("collectors.test", port, timeout),
        "store-1",
        _ -> {
          InetAddress[] found = new InetAddress[addresses.length];
          for (int i = 0; i < addresses.length; i++) {
            found[i] = InetAddress.getByName(addresses[i]);
          }
          return found;
        });
  }

  private Siblings atTwoAddresses() {
    return siblings(
        server.getAddress().getPort(), Duration.ofSeconds(20), "127.0.0.1", "127.0.0.2");
  }

  private static List<Siblings.Reply> replies(Siblings siblings) {
    return siblings.ask("/", Optional.empty()).replies();
  }

  @Test
  void oneThatHasTwoAddressesCountsOnce() {
    try (Siblings siblings = atTwoAddresses()) {
      assertThat(replies(siblings))
          .singleElement()
          .satisfies(reply -> assertThat(reply.body().orElseThrow()).asString().contains("knows"));
    }
  }

  @Test
  void oneThatAnswersAtOneOfItsAddressesIsNotMissing() {
    statuses.add(503);
    try (Siblings siblings = atTwoAddresses()) {
      assertThat(replies(siblings))
          .singleElement()
          .satisfies(reply -> assertThat(reply.problem()).isEmpty());
    }
  }

  @Test
  void whatCameFromTheOwnStoreIsNoAnswer() {
    store = "store-1";
    try (Siblings siblings = atTwoAddresses()) {
      assertThat(replies(siblings)).isEmpty();
    }
  }

  @Test
  void oneThatDoesNotNameItsStoreMightCountTwiceAndIsMissing() {
    store = "";
    try (Siblings siblings = atTwoAddresses()) {
      assertThat(replies(siblings))
          .hasSize(2)
          .allSatisfy(
              reply -> assertThat(reply.problem().orElseThrow()).contains("an earlier version"));
    }
  }

  @Test
  void oneThatRefusedIsAskedAgainAtOnce() {
    statuses.addAll(List.of(503, 503));
    try (Siblings siblings = atTwoAddresses()) {
      assertThat(replies(siblings))
          .singleElement()
          .satisfies(reply -> assertThat(reply.problem().orElseThrow()).contains("status 503"));
      assertThat(replies(siblings)).allSatisfy(reply -> assertThat(reply.problem()).isEmpty());
    }
  }

  @Test
  void oneThatIsSlowIsNotWaitedForOnceMoreInTheSameRequest() throws Exception {
    try (ServerSocket frozen = new ServerSocket(0);
        Siblings siblings = siblings(frozen.getLocalPort(), Duration.ofMillis(500), "127.0.0.1")) {
      Siblings.Reader reader = new Siblings.Reader(Optional.empty());

      List<Siblings.Reply> first = siblings.ask("/", reader).replies();
      Siblings.Asked second = siblings.ask("/", reader);

      assertThat(second.underWay()).allMatch(reply -> reply.isDone());
      assertThat(second.replies()).isEqualTo(first);
      assertThat(first)
          .singleElement()
          .satisfies(reply -> assertThat(reply.problem().orElseThrow()).contains("in time"));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 2", "2, 59, 2", "2, 60, 3", "2, 360, 8", "2, 44640, 10", "20, 1440, 20"})
  void moreTimeIsGivenForALongerWindow(long timeout, long minutes, long patience) {
    SiblingSettings settings =
        new SiblingSettings("collectors.test", 8791, Duration.ofSeconds(timeout));

    assertThat(settings.patience(Duration.ofMinutes(minutes))).hasSeconds(patience);
  }
}
