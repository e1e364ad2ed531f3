// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// A nameserver on 127.0.0.1 whose host is up and which never answers.
public final class SilentNameserver implements AutoCloseable {
  private final DatagramChannel channel;

  private SilentNameserver(DatagramChannel channel) {
    this.channel = channel;
  }

  /// Listens on a port of the system's choice.
  public static SilentNameserver start() {
    try {
      DatagramChannel channel = DatagramChannel.open();
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      return new SilentNameserver(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its address and port as they are written in settings.
  public String nameserver() {
    return "127.0.0.1:" + channel.socket().getLocalPort();
  }

  /// How many datagrams came since the last call; the system holds them until then.
  public int received() {
    try {
      int count = 0;
      while (channel.receive(ByteBuffer.allocate(512)) != null) {
        count++;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
