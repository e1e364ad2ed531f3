// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import dev.zoneprobe.agent.probe.tls.LastWordSocket;
import dev.zoneprobe.agent.probe.tls.ServerIndication;
import dev.zoneprobe.agent.probe.tls.TlsTerms;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// Secures connections with TLS, as a client that speaks HTTP/1.1.
///
/// @param serverName what to ask for, and what the certificate must be for
record TlsClient(TlsTerms terms, String serverName) {
  /// Puts TLS on top of `connected`, whose owner it becomes; no handshake yet.
  ///
  /// Every connection gets a context of its own: a shared one would resume the session of an
  /// earlier connection, and an expired certificate would go unnoticed (decision 0016).
  ///
  /// @param expiry told until when the peer's certificate is valid
  SSLSocket over(Socket connected, Consumer<Instant> expiry) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context(expiry)
                .getSocketFactory()
                .createSocket(new LastWordSocket(connected), serverName, connected.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    parameters.setServerNames(ServerIndication.of(serverName).stream().toList());
    socket.setSSLParameters(parameters);
    return socket;
  }

  private SSLContext context(Consumer<Instant> expiry) {
    Optional<KeyManager[]> identity = terms.identity().map(KeyManagerFactory::getKeyManagers);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity.orElseGet(() -> new KeyManager[0]),
          new TrustManager[] {terms.judge(expiry)},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime has no TLS", e);
    }
  }
}
