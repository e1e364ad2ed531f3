// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

final class TlsClientTest {
  @Test
  void looksAtTheCertificateOfEveryConnection() throws IOException {
    SSLSocketFactory tls =
        TestAuthority.showing(new TestAuthority().certificate("shop.test"))
            .sslContext()
            .getSocketFactory();
    CountingTrust trust = new CountingTrust();
    TlsClient client = new TlsClient(trust, "shop.test");
    try (ScriptedServer server =
        new ScriptedServer(
            connection -> tls.createSocket(connection, null, true).getOutputStream().write('x'))) {
      readOneByte(client, server.port());

      readOneByte(client, server.port());

      assertThat(trust.looks).hasValue(2);
    }
  }

  /// Reads what comes after the session tickets.
  private static void readOneByte(TlsClient client, int port) throws IOException {
    try (Socket connected = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        SSLSocket secured = client.over(connected)) {
      assertThat(secured.getInputStream().read()).isEqualTo('x');
    }
  }

  /// Trusts everybody and counts the certificates it was shown.
  private static final class CountingTrust implements X509TrustManager {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      looks.incrementAndGet();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
