// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A peer that says exactly what a test tells it to, on a plain socket. Reading gives up after five
/// seconds.
record Peer(Socket socket) implements AutoCloseable {
  private static final int GIVE_UP_MILLIS = 5_000;

  static Peer connect(int port) throws IOException {
    Socket socket = new Socket(RunningResponder.LOOPBACK, port);
    socket.setSoTimeout(GIVE_UP_MILLIS);
    socket.setTcpNoDelay(true);
    return new Peer(socket);
  }

  void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void get(String path, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    say("GET " + path + " HTTP/1.1\r\nHost: peer\r\n" + more + "\r\n");
  }

  /// Everything up to and including `end`.
  String hearUntil(String end) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    while (!heard.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + heard.toString(StandardCharsets.ISO_8859_1));
      }
      heard.write(next);
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /// Everything until the responder closes the connection.
  String hearToTheEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /// Whether the responder has closed the connection, by whatever means; waits for it.
  boolean isCutOff() throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
