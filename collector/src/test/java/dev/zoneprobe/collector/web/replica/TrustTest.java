// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.ingest.trust.Authority;
import dev.zoneprobe.collector.web.replica.link.ReplicaLinks;
import dev.zoneprobe.collector.web.replica.link.ReplicaSettings;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.watch.FileWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which collectors are believed over TLS, and what the others get to see.
class TrustTest {
  private static final String NAME = "collectors.test";
  private static final Optional<String> TOKEN = Optional.of("Bearer a-token-of-some-length");

  private final Authority authority = new Authority();
  private final FileWatch watch = new FileWatch();
  private final List<MockWebServer> servers = new ArrayList<>();

  @TempDir private Path folder;
  private Path ca;

  @BeforeEach
  void trust() throws IOException {
    ca = trusted(authority);
    watch.start();
  }

  @AfterEach
  void stop() {
    servers.forEach(MockWebServer::close);
    watch.close();
  }

  private Path trusted(Authority by) throws IOException {
    return Files.writeString(folder.resolve("ca.crt"), by.root().certificatePem());
  }

  /// A collector that shows a certificate of `name`.
  private MockWebServer server(String address, int port, Authority by, String name)
      throws IOException {
    HandshakeCertificates shown =
        new HandshakeCertificates.Builder().heldCertificate(by.certificate(name)).build();
    MockWebServer server = new MockWebServer();
    servers.add(server);
    server.useHttps(shown.sslSocketFactory());
    server.setDispatcher(new Knowing("store-of-" + address));
    server.start(InetAddress.getByName(address), port);
    return server;
  }

  private static final class Knowing extends Dispatcher {
    private final String store;

    Knowing(String store) {
      this.store = store;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return new MockResponse.Builder()
          .addHeader(Replicas.STORE, store)
          .body("what it knows")
          .build();
    }
  }

  private MockWebServer server(Authority by, String name) throws IOException {
    return server("127.0.0.1", 0, by, name);
  }

  private Replicas replicas(int port, Optional<Path> believed, String... addresses) {
    return replicas(port, Duration.ofSeconds(20), believed, addresses);
  }

  private Replicas replicas(
      int port, Duration timeout, Optional<Path> believed, String... addresses) {
    ReplicaSettings settings =
        new ReplicaSettings(NAME, port, timeout, Optional.of(new ReplicaSettings.Tls(believed)));
    return new Replicas(
        new ReplicaLinks(settings, watch),
        "store-1",
        AskingTest.named(addresses),
        NanoClock.SYSTEM);
  }

  private static List<String> problems(Replicas replicas) {
    return replicas.ask("/", TOKEN).replies().stream()
        .flatMap(reply -> reply.problem().stream())
        .toList();
  }

  @Test
  void oneAtAnAddressIsAskedByTheNameOfAll() throws Exception {
    MockWebServer server = server(authority, NAME);

    try (Replicas replicas = replicas(server.getPort(), Optional.of(ca), "127.0.0.1")) {
      assertThat(replicas.ask("/what?phase=dns", TOKEN).replies())
          .singleElement()
          .satisfies(reply -> assertThat(reply.body().orElseThrow()).asString().contains("knows"));
    }

    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/what?phase=dns");
    assertThat(request.getHandshakeServerNames()).containsExactly(NAME);
    assertThat(request.getHeaders().get("Host")).isEqualTo(NAME + ":" + server.getPort());
    assertThat(request.getHeaders().get("Authorization")).isEqualTo(TOKEN.orElseThrow());
  }

  @Test
  void aConnectionServesTheNextQuestionToo() throws Exception {
    MockWebServer server = server(authority, NAME);

    try (Replicas replicas = replicas(server.getPort(), Optional.of(ca), "127.0.0.1")) {
      assertThat(problems(replicas)).isEmpty();
      assertThat(problems(replicas)).isEmpty();
    }

    assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(0);
    assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(1);
  }

  /// The certificate names the address at which it is shown, which is not what was asked for.
  @Test
  void oneWithACertificateOfAnotherNameGetsNoQuestion() throws Exception {
    MockWebServer server = server(authority, "others.test");

    try (Replicas replicas = replicas(server.getPort(), Optional.of(ca), "127.0.0.1")) {
      assertThat(problems(replicas)).singleElement().asString().contains("not of that name");
    }

    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void oneThatAnotherAuthorityVouchesForGetsNoQuestion() throws Exception {
    MockWebServer server = server(new Authority(), NAME);

    try (Replicas replicas = replicas(server.getPort(), Optional.of(ca), "127.0.0.1")) {
      assertThat(problems(replicas)).singleElement().asString().contains("not trusted");
    }

    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void onlyTheAuthoritiesOfJavaAreBelievedIfNoOthersAreNamed() throws Exception {
    MockWebServer server = server(authority, NAME);

    try (Replicas replicas = replicas(server.getPort(), Optional.empty(), "127.0.0.1")) {
      assertThat(problems(replicas)).singleElement().asString().contains("not trusted");
    }

    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void eachAddressIsJudgedByItself() throws Exception {
    MockWebServer right = server(authority, NAME);
    MockWebServer wrong = server("127.0.0.2", right.getPort(), authority, "others.test");

    try (Replicas replicas = replicas(right.getPort(), Optional.of(ca), "127.0.0.1", "127.0.0.2")) {
      for (int i = 0; i < 2; i++) {
        assertThat(problems(replicas)).singleElement().asString().startsWith("127.0.0.2:");
      }
    }

    assertThat(right.getRequestCount()).isEqualTo(2);
    assertThat(wrong.getRequestCount()).isZero();
  }

  @Test
  void oneWithoutTlsSeesNeitherQuestionNorToken() throws Exception {
    try (ServerSocket plain = new ServerSocket(0);
        Replicas replicas = replicas(plain.getLocalPort(), Optional.of(ca), "127.0.0.1")) {
      CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> refused(plain));

      assertThat(problems(replicas))
          .singleElement()
          .asString()
          .contains("does not answer with TLS");
      assertThat(seen.join()).startsWith("\u0016\u0003").doesNotContain("GET", "a-token");
    }
  }

  /// Answers as a server of plain HTTP does, and tells all that it got.
  private static String refused(ServerSocket server) {
    try (Socket one = server.accept()) {
      byte[] first = new byte[5];
      one.getInputStream().readNBytes(first, 0, first.length);
      one.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
      one.shutdownOutput();
      return new String(first, ISO_8859_1)
          + new String(one.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void oneThatNeverAnswersTheHandshakeIsSlowAndNotUnreachable() throws Exception {
    try (ServerSocket frozen = new ServerSocket(0);
        Replicas replicas =
            replicas(frozen.getLocalPort(), Duration.ofMillis(500), Optional.of(ca), "127.0.0.1")) {
      assertThat(problems(replicas)).singleElement().asString().contains("did not answer in time");
    }
  }

  /// A connection that those before vouched for is open all the while.
  @Test
  void theAuthoritiesThatTheFileNamesNowAreBelieved() throws Exception {
    MockWebServer server = server(authority, NAME);
    try (Replicas replicas = replicas(server.getPort(), Optional.of(ca), "127.0.0.1")) {
      assertThat(problems(replicas)).isEmpty();

      trusted(new Authority());
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(problems(replicas)).singleElement().asString().contains("not trusted"));

      trusted(authority);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(problems(replicas)).isEmpty());
    }
  }
}
