// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The service of somebody else that the demo's agents probe besides each other: HTTPS with a
/// certificate of its own making. Thread-safe.
public final class Checkout implements AutoCloseable {
  /// A body would go out as a segment of its own, which waits 40 ms for the client's kernel.
  private static final int NO_BODY = -1;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpsServer server;
  private final Path certificate;
  private volatile int status = 200;

  /// Answers on `listen` from now on; port 0 lets the system choose.
  ///
  /// @param host the name that its certificate is for
  /// @param folder for its files; stays the caller's
  public Checkout(InetSocketAddress listen, String host, Path folder) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else each handshake waits 40 ms
    SelfSigned own = SelfSigned.create(host, folder);
    certificate = own.certificate();
    server = HttpsServer.create(listen, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(own.context()));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// The address that is listened on.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /// The file of the certificate to trust, PEM.
  public Path certificate() {
    return certificate;
  }

  /// Answers with this HTTP status from now on; 200 at first.
  public void answerWith(int newStatus) {
    status = newStatus;
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(status, NO_BODY);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
