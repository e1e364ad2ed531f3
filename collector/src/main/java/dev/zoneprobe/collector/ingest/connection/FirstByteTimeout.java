// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Closes a connection on which nothing has come for 10 s since it was opened, and steps aside when
/// the first bytes come. Everything is on the connection's own event loop.
final class FirstByteTimeout extends ChannelInboundHandlerAdapter {
  private static final int PATIENCE_SECONDS = 10;

  private final OpenConnections open;

  FirstByteTimeout(OpenConnections open) {
    this.open = open;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Future<?> close =
        context.executor().schedule(() -> close(context), PATIENCE_SECONDS, TimeUnit.SECONDS);
    context.channel().closeFuture().addListener(_ -> close.cancel(false));
    context.fireChannelActive();
  }

  private void close(ChannelHandlerContext context) {
    if (!context.isRemoved()) {
      open.silent();
      var _ = context.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    context.pipeline().remove(this);
    context.fireChannelRead(bytes);
  }
}
