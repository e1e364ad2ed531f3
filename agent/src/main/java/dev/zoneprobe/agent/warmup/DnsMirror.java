// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.warmup;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A nameserver on loopback that knows no name: it sends each query back as an answer of
/// `NXDOMAIN`.
///
/// Only for warming up; it lives until [#close()].
final class DnsMirror implements AutoCloseable {
  private static final int LARGEST_QUERY = 512;
  private static final int SHORTEST_QUERY = 12;
  private static final int IS_ANSWER = 0x80; // QR, RFC 1035 section 4.1.1
  private static final int NXDOMAIN = 3;

  private final DatagramSocket socket;

  /// Starts to answer.
  ///
  /// @throws IOException if there is no loopback to listen on
  DnsMirror() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("zoneprobe-dns-mirror").start(this::answer);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  private void answer() {
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST_QUERY], LARGEST_QUERY);
    try {
      while (!socket.isClosed()) {
        packet.setLength(LARGEST_QUERY);
        socket.receive(packet);
        if (packet.getLength() >= SHORTEST_QUERY) {
          packet.getData()[2] |= (byte) IS_ANSWER;
          packet.getData()[3] |= (byte) NXDOMAIN;
          socket.send(packet);
        }
      }
    } catch (IOException e) {
      socket.close(); // closed by close(), or of no use any more
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
