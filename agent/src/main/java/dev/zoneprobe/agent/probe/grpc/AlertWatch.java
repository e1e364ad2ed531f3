// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.tls.TlsTerms;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/// Stands above TLS and tells of the alert by which the peer ends a connection. What else comes
/// once that is closed is kept from gRPC, which has left by then: Netty would log it. On the event
/// loop.
final class AlertWatch extends ChannelInboundHandlerAdapter {
  private final Consumer<String> alerts;

  AlertWatch(Consumer<String> alerts) {
    this.alerts = alerts;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    TlsTerms.alert(cause).ifPresent(alerts);
    if (context.channel().isOpen()) {
      context.fireExceptionCaught(cause);
    }
  }
}
