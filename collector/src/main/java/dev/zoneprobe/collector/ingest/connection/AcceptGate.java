// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import dev.zoneprobe.collector.ingest.memory.ReadPause;
import dev.zoneprobe.collector.ingest.memory.ReadTurns;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Stands in the listening channel, before the part that serves accepted connections, and closes at
/// once those that are too many.
final class AcceptGate extends ChannelInboundHandlerAdapter {
  private final OpenConnections open;
  private final ReadTurns turns;

  AcceptGate(OpenConnections open, ReadTurns turns) {
    this.open = open;
    this.turns = turns;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    if (!open.add()) {
      connection.unsafe().closeForcibly();
      return;
    }
    connection.closeFuture().addListener(_ -> open.closed());
    connection.pipeline().addFirst(new ReadPause(turns), new FirstByteTimeout(open));
    context.fireChannelRead(connection);
  }
}
