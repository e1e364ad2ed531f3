// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/// Stands in a listening channel, before the part that serves accepted connections, and closes at
/// once those that would exceed the bound.
///
/// Belongs to one listening channel, so that connections are accepted on one thread and the bound
/// holds exactly. Counting and closing are safe for all threads.
final class AcceptGate extends ChannelInboundHandlerAdapter {
  private static final long CLOSE_SECONDS = 2;

  private final ListenerCounts counts;
  private final int maxOpen;
  private final ChannelGroup open;

  AcceptGate(ListenerCounts counts, int maxOpen, EventExecutor executor) {
    this.counts = counts;
    this.maxOpen = maxOpen;
    this.open = new DefaultChannelGroup(executor);
  }

  ListenerCounts counts() {
    return counts;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    if (counts.open() >= maxOpen) {
      counts.connectionRefused();
      connection.unsafe().closeForcibly();
      return;
    }
    counts.connectionOpened();
    open.add(connection);
    connection.closeFuture().addListener(_ -> counts.connectionClosed());
    context.fireChannelRead(connection);
  }

  /// Closes every connection that is open, and returns when they are.
  void closeConnections() {
    open.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
