// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.measure.NanoClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;

/// Passes TCP connections on to another address and simulates distance: every chunk is held back
/// for as long as its [Line] says, in each direction, in order.
///
/// The kernel of this machine answers the caller's SYN before the relay learns of it, so connecting
/// takes no longer; the distance shows from the first byte on. A destination that refuses shows as
/// a connection that is closed at once.
public final class Relay implements AutoCloseable {
  private final EventLoops loops;
  private final InetSocketAddress destination;
  private final Line line;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  /// Listens on `listen` from now on; port 0 lets the system choose.
  ///
  /// @param line what happens to bytes on the way
  /// @throws IOException if it cannot listen
  public Relay(EventLoops loops, InetSocketAddress listen, InetSocketAddress destination, Line line)
      throws IOException {
    this.loops = loops;
    this.destination = destination;
    this.line = line;
    open.add(listen(listen));
  }

  private Channel listen(InetSocketAddress address) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverSocketChannel())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Join())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + address, bound.cause());
    }
    return bound.channel();
  }

  /// The address that is listened on.
  public InetSocketAddress address() {
    return open.stream()
        .filter(loops.serverSocketChannel()::isInstance)
        .map(channel -> (InetSocketAddress) channel.localAddress())
        .findAny()
        .orElseThrow(() -> new IllegalStateException("closed"));
  }

  /// Stops listening and cuts every connection.
  @Override
  public void close() {
    open.close().awaitUninterruptibly();
  }

  /// Joins an accepted connection with one to the destination, on the same event loop.
  @ChannelHandler.Sharable
  private final class Join extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel near) {
      ChannelFuture connecting =
          new Bootstrap()
              .group(near.eventLoop())
              .channel(loops.socketChannel())
              .option(ChannelOption.TCP_NODELAY, true)
              .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
              .handler(new Back(near))
              .connect(destination);
      SocketChannel far = (SocketChannel) connecting.channel();
      DelayLine there = new DelayLine(near, far, line, NanoClock.SYSTEM);
      near.pipeline().addLast(there);
      connecting.addListener(connected -> {
        there.open();
        if (!connected.isSuccess()) {
          ChannelFuture _ = near.close();
        }
      });
      open.add(near);
      open.add(far);
    }
  }

  /// The way back, from the destination to the caller.
  private final class Back extends ChannelInitializer<SocketChannel> {
    private final SocketChannel near;

    Back(SocketChannel near) {
      this.near = near;
    }

    @Override
    protected void initChannel(SocketChannel far) {
      DelayLine back = new DelayLine(far, near, line, NanoClock.SYSTEM);
      far.pipeline().addLast(back);
      back.open();
    }
  }
}
