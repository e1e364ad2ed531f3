// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.measure.Protocol;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A bound port whose connections are served by a Netty pipeline of ours. Thread-safe.
final class SocketListener implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Channel channel;
  private final AcceptGate gate;

  private SocketListener(Channel channel, AcceptGate gate) {
    this.channel = channel;
    this.gate = gate;
  }

  /// What a listener does with its connections.
  ///
  /// @param idle how long a connection may carry nothing before it is closed
  /// @param pipeline adds what serves a new connection
  record Service(Protocol protocol, Duration idle, Consumer<ChannelPipeline> pipeline) {}

  /// Listens on `address`.
  ///
  /// @throws BindException naming the protocol and the address
  static SocketListener bind(
      EventLoops loops, InetSocketAddress address, AcceptGate gate, Service service)
      throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverSocketChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .handler(gate)
            .childHandler(connections(service))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw cannotListen(service.protocol(), address, bound.cause());
    }
    return new SocketListener(bound.channel(), gate);
  }

  private static ChannelInitializer<SocketChannel> connections(Service service) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel connection) {
        connection.pipeline().addLast(new CloseWhenIdle(service.idle()));
        service.pipeline().accept(connection.pipeline());
      }
    };
  }

  static BindException cannotListen(Protocol protocol, InetSocketAddress address, Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    BindException failure =
        new BindException(
            "the responder cannot listen for %s on %s:%d: %s"
                .formatted(
                    protocol.label(),
                    address.getAddress().getHostAddress(),
                    address.getPort(),
                    root.getMessage()));
    failure.initCause(cause);
    return failure;
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    gate.closeConnections();
  }

  private static final class CloseWhenIdle extends IdleStateHandler {
    CloseWhenIdle(Duration idle) {
      super(0, 0, idle.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      ChannelFuture _ = context.close();
    }
  }
}
