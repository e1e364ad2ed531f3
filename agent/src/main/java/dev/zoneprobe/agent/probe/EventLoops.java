// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The event loops that every Netty channel of the agent runs on: epoll where the kernel has it,
/// NIO elsewhere. Thread-safe; its threads are named `zoneprobe-io-…`.
///
/// @param group closed by [#close()], and with it every channel on it
public record EventLoops(
    EventLoopGroup group,
    Class<? extends SocketChannel> socketChannel,
    Class<? extends DatagramChannel> datagramChannel,
    Class<? extends ServerSocketChannel> serverSocketChannel)
    implements AutoCloseable {

  /// Starts `threads` event loops.
  public static EventLoops start(int threads) {
    return Epoll.isAvailable()
        ? new EventLoops(
            group(threads, EpollIoHandler.newFactory()),
            EpollSocketChannel.class,
            EpollDatagramChannel.class,
            EpollServerSocketChannel.class)
        : new EventLoops(
            group(threads, NioIoHandler.newFactory()),
            NioSocketChannel.class,
            NioDatagramChannel.class,
            NioServerSocketChannel.class);
  }

  private static EventLoopGroup group(int threads, IoHandlerFactory handlers) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("zoneprobe-io", true), handlers);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
