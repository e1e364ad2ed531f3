// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Many connections that all say the same, and then wait. Not thread-safe.
final class Crowd implements AutoCloseable {
  private final List<SocketChannel> connections = new ArrayList<>();

  /// Opens `size` connections to a port of this host and says `first` on each.
  Crowd(int port, int size, byte[] first) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < size; i++) {
      SocketChannel connection = SocketChannel.open();
      connections.add(connection);
      connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connection.connect(address);
      write(connection, first);
    }
  }

  /// Says more on all of them; those that were closed are left alone.
  void say(byte[] more) {
    for (SocketChannel connection : connections) {
      try {
        write(connection, more);
      } catch (IOException _) {
        // The other side has had enough of it, which is what is measured over there.
      }
    }
  }

  /// Waits until each has heard something that contains `words`, byte by byte in ISO 8859-1.
  ///
  /// @throws IOException if one is closed before
  void hear(Pattern words) throws IOException {
    ByteBuffer heard = ByteBuffer.allocate(4_096);
    for (SocketChannel connection : connections) {
      heard.clear();
      while (!words.matcher(ISO_8859_1.decode(heard.duplicate().flip())).find()) {
        if (connection.read(heard) <= 0) {
          throw new EOFException("after " + heard.position() + " bytes");
        }
      }
    }
  }

  private static void write(SocketChannel connection, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      connection.write(left);
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel connection : connections) {
      connection.close();
    }
  }
}
