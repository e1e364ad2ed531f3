// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/// Event loops as they are where the kernel has no epoll.
public final class NioLoops {
  private NioLoops() {}

  /// Starts one event loop.
  public static EventLoops start() {
    return new EventLoops(
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
        NioSocketChannel.class,
        NioDatagramChannel.class,
        NioServerSocketChannel.class);
  }
}
