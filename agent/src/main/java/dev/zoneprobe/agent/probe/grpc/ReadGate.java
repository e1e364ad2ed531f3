// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/// Reads from a peer only as long as the peer reads from us.
///
/// HTTP/2 answers each PING and each SETTINGS, and what a peer does not take of these answers waits
/// in our memory: a peer that asks and never reads could fill it. On the event loop.
final class ReadGate extends ChannelDuplexHandler {
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(context.channel().isWritable());
    context.fireChannelWritabilityChanged();
  }

  /// Decoders ask for more by themselves when nothing reads automatically.
  @Override
  public void read(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      context.read();
    }
  }
}
