// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Stands in the listening channel, before the part that serves accepted connections, and closes at
/// once those that are too many.
final class AcceptGate extends ChannelInboundHandlerAdapter {
  private final OpenConnections open;

  AcceptGate(OpenConnections open) {
    this.open = open;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    if (!open.add()) {
      connection.unsafe().closeForcibly();
      return;
    }
    connection.closeFuture().addListener(_ -> open.closed());
    connection.pipeline().addFirst(new FirstByteTimeout(open));
    context.fireChannelRead(connection);
  }
}
