// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.tls.ClientHello;
import dev.zoneprobe.agent.probe.tls.TlsTerms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsClientTest {
  private final TestAuthority authority = new TestAuthority();
  private final AtomicBoolean first = new AtomicBoolean(true);
  private final CompletableFuture<ClientHello> secondHello = new CompletableFuture<>();

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void offersToResumeNoSession(String version) throws Exception {
    TlsClient client = new TlsClient(new TlsTerms(authority.trusted()), "shop.test");
    try (ScriptedServer server = secured(version)) {
      ClientHello hello = second(server.port(), connected -> client.over(connected, _ -> {}));

      assertThat(hello.offersToResume()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "web, web",
    "web., web",
    "shop.test, shop.test",
    "shop.test., shop.test",
    "my_shop,",
    "127.0.0.1,",
    "::1,",
  })
  void asksForTheHostByItsNameIfItHasOne(String host, @Nullable String asked) throws Exception {
    TlsClient client = new TlsClient(new TlsTerms(authority.trusted()), host);
    first.set(false);
    try (ScriptedServer server = secured("TLSv1.3")) {
      ClientHello hello = next(server.port(), connected -> client.over(connected, _ -> {}));

      assertThat(hello.serverName()).isEqualTo(Optional.ofNullable(asked));
    }
  }

  /// Shows that there was something to resume.
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aSharedContextWouldOffer(String version) throws Exception {
    SSLContext shared = SSLContext.getInstance("TLS");
    TrustManager[] trust = {new TlsTerms(authority.trusted()).judge(_ -> {})};
    shared.init(null, trust, null);
    try (ScriptedServer server = secured(version)) {
      ClientHello hello = second(server.port(), connected -> over(shared, connected));

      assertThat(hello.offersToResume()).isTrue();
    }
  }

  /// Speaks TLS on the first connection, and only listens on the second.
  private ScriptedServer secured(String version) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance(version);
    KeyManager key = TestAuthority.showing(authority.certificate("shop.test")).keyManager();
    context.init(new KeyManager[] {key}, null, null);
    SSLSocketFactory tls = context.getSocketFactory();
    return new ScriptedServer(connection -> {
      if (first.getAndSet(false)) {
        tls.createSocket(connection, null, true).getOutputStream().write('x');
      } else {
        secondHello.complete(ClientHello.read(connection.getInputStream()));
        connection.close();
      }
    });
  }

  private static SSLSocket over(SSLContext context, Socket connected) throws IOException {
    return (SSLSocket)
        context.getSocketFactory().createSocket(connected, "shop.test", connected.getPort(), true);
  }

  /// Makes two connections; on the first, reads what comes after the session tickets.
  private ClientHello second(int port, Securing securing) throws Exception {
    try (Socket connected = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        SSLSocket secured = securing.over(connected)) {
      assertThat(secured.getInputStream().read()).isEqualTo('x');
    }
    return next(port, securing);
  }

  private ClientHello next(int port, Securing securing) throws Exception {
    try (Socket connected = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        SSLSocket secured = securing.over(connected)) {
      Thread.ofVirtual().start(() -> handshakeInVain(secured));
      return secondHello.get(10, TimeUnit.SECONDS);
    }
  }

  private static void handshakeInVain(SSLSocket secured) {
    try {
      secured.startHandshake();
    } catch (IOException _) {
      // The server has closed the connection.
    }
  }

  @FunctionalInterface
  private interface Securing {
    SSLSocket over(Socket connected) throws IOException;
  }
}
