// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.tls.ShownCertificates;
import dev.zoneprobe.agent.probe.tls.TlsTerms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsClientTest {
  private final TestAuthority authority = new TestAuthority();
  private final ShownCertificates shown = new ShownCertificates(authority.certificate("shop.test"));

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void resumesNoSession(String version) throws Exception {
    TlsClient client = new TlsClient(new TlsTerms(authority.trusted()), "shop.test");
    try (ScriptedServer server = secured(version)) {
      readOneByte(server.port(), connected -> client.over(connected, _ -> {}));
      int before = shown.count();

      readOneByte(server.port(), connected -> client.over(connected, _ -> {}));

      assertThat(shown.count()).isGreaterThan(before);
    }
  }

  /// Shows that the server's count stands still where a session is resumed.
  @Test
  void aSharedContextWouldResumeOne() throws Exception {
    SSLContext shared = SSLContext.getInstance("TLS");
    TrustManager[] trust = {new TlsTerms(authority.trusted()).judge(_ -> {})};
    shared.init(null, trust, null);
    try (ScriptedServer server = secured("TLSv1.3")) {
      readOneByte(server.port(), connected -> over(shared, connected));
      int before = shown.count();

      readOneByte(server.port(), connected -> over(shared, connected));

      assertThat(before).isPositive();
      assertThat(shown.count()).isEqualTo(before);
    }
  }

  private ScriptedServer secured(String version) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance(version);
    context.init(new KeyManager[] {shown}, null, null);
    SSLSocketFactory tls = context.getSocketFactory();
    return new ScriptedServer(
        connection -> tls.createSocket(connection, null, true).getOutputStream().write('x'));
  }

  private static Socket over(SSLContext context, Socket connected) throws IOException {
    return context.getSocketFactory().createSocket(connected, "shop.test", 443, true);
  }

  /// Reads what comes after the session tickets.
  private static void readOneByte(int port, Securing securing) throws IOException {
    try (Socket connected = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        Socket secured = securing.over(connected)) {
      assertThat(secured.getInputStream().read()).isEqualTo('x');
    }
  }

  @FunctionalInterface
  private interface Securing {
    Socket over(Socket connected) throws IOException;
  }
}
