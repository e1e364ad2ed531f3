// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A TCP server on 127.0.0.1 that treats every connection as a test says. Connections stay open
/// until the script or the test closes them.
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

  public ScriptedServer(Script script) throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().name("scripted-server").start(() -> serve(script));
  }

  private void serve(Script script) {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        connection.setTcpNoDelay(true);
        accepted.add(connection);
        Thread.ofVirtual().start(() -> play(script, connection));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void play(Script script, Socket connection) {
    try {
      script.play(connection);
    } catch (IOException | InterruptedException _) {
      // The peer has gone, as some tests want it to.
    }
  }

  /// Reads until the empty line that ends the head of an HTTP/1.1 request.
  public static void readHead(Socket connection) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      switch (connection.getInputStream().read()) {
        case -1 -> throw new IOException("no request");
        case '\n' -> newlines++;
        case '\r' -> {}
        default -> newlines = 0;
      }
    }
  }

  public static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    connection.getOutputStream().flush();
  }

  /// Closes `connection` so that the peer gets a reset.
  public static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  public int port() {
    return listening.getLocalPort();
  }

  public int connections() {
    return accepted.size();
  }

  /// Closes all connections; the server goes on listening.
  public void closeConnections() {
    accepted.forEach(ScriptedServer::closeQuietly);
  }

  private static void closeQuietly(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    closeConnections();
  }

  /// What to do with a connection.
  @FunctionalInterface
  public interface Script {
    void play(Socket connection) throws IOException, InterruptedException;
  }
}
