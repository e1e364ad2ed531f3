// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Where Jetty takes connections over TLS, showing what a key manager has at that moment.
final class TlsConnector {
  private TlsConnector() {}

  static ServerConnector of(
      Server server, HttpConfiguration http, InetSocketAddress address, KeyManager keys) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context(keys));
    HttpConnectionFactory requests = new HttpConnectionFactory(http);
    ServerConnector connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, requests.getProtocol()), requests);
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    return connector;
  }

  private static SSLContext context(KeyManager keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }
}
