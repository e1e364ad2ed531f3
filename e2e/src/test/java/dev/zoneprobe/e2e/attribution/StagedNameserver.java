// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// A nameserver on 127.0.0.1 that answers every query for an A record with 127.0.0.1.
final class StagedNameserver implements AutoCloseable {
  private static final int HEADER_LENGTH = 12;
  private static final int LONGEST = 512;

  private final Delay delay;
  private final DatagramSocket socket;

  StagedNameserver(Delay delay) throws IOException {
    this.delay = delay;
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("staged-nameserver").start(this::answer);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  private void answer() {
    byte[] query = new byte[LONGEST];
    try {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(query, query.length);
        socket.receive(packet);
        delay.pass(Stage.DNS_ANSWER);
        byte[] reply = reply(query);
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException _) {
      socket.close();
    }
  }

  /// The question and one answer (RFC 1035 section 4.1); what else the query held is left out.
  private static byte[] reply(byte[] query) {
    int end = HEADER_LENGTH;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    int question = end + 1 + 4 - HEADER_LENGTH;
    ByteBuffer reply = ByteBuffer.allocate(HEADER_LENGTH + question + 16);
    reply.put(query, 0, 2); // the query's number
    reply.putShort((short) 0x8180).putShort((short) 1).putShort((short) 1).putInt(0);
    reply.put(query, HEADER_LENGTH, question);
    reply.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1);
    reply.putInt(0).putShort((short) 4).put(InetAddress.getLoopbackAddress().getAddress());
    return reply.array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
