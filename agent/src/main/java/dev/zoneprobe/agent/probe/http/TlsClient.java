// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Secures connections with TLS, as a client that speaks HTTP/1.1.
///
/// @param trust whom to trust
/// @param serverName what to ask for, and what the certificate must be for
record TlsClient(X509TrustManager trust, String serverName) {
  /// Puts TLS on top of `connected`, whose owner it becomes; no handshake yet.
  ///
  /// Every connection gets a context of its own: a shared one would resume the session of an
  /// earlier connection, and an expired certificate would go unnoticed.
  SSLSocket over(Socket connected) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context()
                .getSocketFactory()
                .createSocket(connected, serverName, connected.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime has no TLS", e);
    }
  }
}
