// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Asks, takes the first byte of the answer, and lets the rest wait.
final class SlowReader implements AutoCloseable {
  private static final int SMALL_BUFFER_BYTES = 4_096;
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final int first;

  /// @param times how often it asks at once
  SlowReader(int port, String path, int times) throws IOException {
    socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String question = "GET %s HTTP/1.1\r\nHost: collector.test\r\n\r\n".formatted(path);
    socket.getOutputStream().write(question.repeat(times).getBytes(US_ASCII));
    socket.setSoTimeout(PATIENCE_MILLIS);
    first = socket.getInputStream().read();
  }

  /// Whatever is still to be had within `millis` of silence.
  String rest(int millis) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(first);
    socket.setSoTimeout(millis);
    try {
      socket.getInputStream().transferTo(rest);
    } catch (IOException _) {
      // silent, or reset: there is no more
    }
    return rest.toString(US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
