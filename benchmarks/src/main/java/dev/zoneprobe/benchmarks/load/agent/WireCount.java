// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/// Counts the bytes that connections write and read: all that TCP carries, without its own headers.
/// Lives on the event loop of the connections.
@ChannelHandler.Sharable
final class WireCount extends ChannelDuplexHandler {
  private long written;
  private long read;

  long written() {
    return written;
  }

  long read() {
    return read;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof ByteBuf bytes) {
      written += bytes.readableBytes();
    }
    super.write(context, message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf bytes) {
      read += bytes.readableBytes();
    }
    super.channelRead(context, message);
  }
}
