// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.awaitility.Awaitility;

/// A server on 127.0.0.1 that speaks TLS if it is to, and then what its language says; a thread a
/// connection. While it does not accept, connections fill a short queue, and then their SYNs are
/// dropped.
final class StagedServer implements AutoCloseable {
  private static final int BACKLOG = 1;
  private static final int CONNECT_MILLIS = 150;

  private final ServerSocket listening;
  private final Delay delay;
  private final Optional<SSLSocketFactory> tls;
  private final Language language;
  private final Semaphore accepting = new Semaphore(1);

  StagedServer(Delay delay, Optional<SSLSocketFactory> tls, Language language) throws IOException {
    this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.delay = delay;
    this.tls = tls;
    this.language = language;
    Thread.ofPlatform().daemon().name("staged-server").start(this::accept);
  }

  /// What is spoken over a connection, and how its TLS is to be negotiated.
  interface Language {
    String applicationProtocol();

    /// Speaks until the client closes the connection.
    void speak(Socket connection) throws IOException;
  }

  int port() {
    return listening.getLocalPort();
  }

  /// Accepts no more, and returns when the next SYN will be dropped.
  void stopAccepting() throws InterruptedException {
    accepting.acquire();
    boolean _ = canConnect(); // takes the accepting thread out of the kernel
    Awaitility.await().until(accepting::hasQueuedThreads);
    while (canConnect()) {
      // One more in the queue.
    }
  }

  private boolean canConnect() {
    try (Socket filler = new Socket()) {
      filler.connect(listening.getLocalSocketAddress(), CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Accepts again.
  void accepts() {
    accepting.release();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        accepting.acquire();
        accepting.release();
        connection.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> serve(connection));
      } catch (IOException _) {
        return; // closed
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      delay.pass(Stage.TLS_FLIGHT);
      language.speak(tls.isPresent() ? secured(connection, tls.get()) : connection);
    } catch (EOFException _) {
      // The client has what it wanted.
    } catch (IOException e) {
      if (!listening.isClosed() && !connection.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Socket secured(Socket connection, SSLSocketFactory factory) throws IOException {
    SSLSocket secured = (SSLSocket) factory.createSocket(connection, null, true);
    secured.setHandshakeApplicationProtocolSelector((_, _) -> language.applicationProtocol());
    secured.startHandshake();
    return secured;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
