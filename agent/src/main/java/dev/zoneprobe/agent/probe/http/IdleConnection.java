// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A connection that waits for the next request, and whether it is still as the last answer left
/// it. One thread looks; another one ends that by closing `channel`.
///
/// @param carrier what carries the HTTP: the channel's own socket, or TLS on top of it
/// @param answers what was read from `carrier` so far
record IdleConnection(SocketChannel channel, Socket carrier, ResponseStream answers) {
  /// Whether the peer has said anything, or has closed the connection.
  ///
  /// @throws IOException if the connection is no more
  boolean isTouched() throws IOException {
    return answers.isAhead() || (liesUnread() ? speaksAboveTls() : hasEnded());
  }

  private boolean liesUnread() throws IOException {
    return channel.socket().getInputStream().available() > 0;
  }

  /// What waits beneath TLS can be a session ticket as well, of which nothing is seen above. A peer
  /// that goes on with the like keeps this from returning.
  private boolean speaksAboveTls() throws IOException {
    carrier.setSoTimeout(1);
    try {
      carrier.getInputStream().read();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } finally {
      carrier.setSoTimeout(0);
    }
  }

  /// That the peer has closed makes nothing available: only a read tells.
  private boolean hasEnded() throws IOException {
    channel.configureBlocking(false);
    try {
      return channel.read(ByteBuffer.allocate(1)) != 0;
    } finally {
      channel.configureBlocking(true);
    }
  }
}
