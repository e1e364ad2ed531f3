// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import io.netty.channel.ChannelOption;
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
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The event loops that every Netty channel of the agent runs on: epoll where the kernel has it,
/// NIO elsewhere. Thread-safe; its threads are named `zoneprobe-io-…`.
///
/// @param group closed by [#close()], and with it every channel on it
/// @param leftovers of the attempts that use them
public record EventLoops(
    EventLoopGroup group,
    Class<? extends SocketChannel> socketChannel,
    Class<? extends DatagramChannel> datagramChannel,
    Class<? extends ServerSocketChannel> serverSocketChannel,
    Leftovers leftovers)
    implements AutoCloseable {
  /// Level `IPPROTO_IP`, ip(7); the number is that of `linux/in.h`.
  private static final ChannelOption<Integer> IP_RECVERR =
      new IntegerUnixChannelOption("IP_RECVERR", 0, 11);

  /// Level `IPPROTO_IPV6`, ipv6(7); the number is that of `linux/in6.h`.
  private static final ChannelOption<Integer> IPV6_RECVERR =
      new IntegerUnixChannelOption("IPV6_RECVERR", 41, 25);

  /// Event loops to which nothing has been left.
  public EventLoops(
      EventLoopGroup group,
      Class<? extends SocketChannel> socketChannel,
      Class<? extends DatagramChannel> datagramChannel,
      Class<? extends ServerSocketChannel> serverSocketChannel) {
    this(group, socketChannel, datagramChannel, serverSocketChannel, new Leftovers());
  }

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

  /// With which a UDP socket that is connected to `peer` is told of every ICMP error, as the C
  /// library's are (`__res_enable_icmp`): without them, Linux keeps to itself that a host or
  /// network is unreachable (ip(7), ipv6(7)). None without epoll.
  public Map<ChannelOption<Integer>, Integer> tellingOfIcmp(InetAddress peer) {
    if (!datagramChannel.equals(EpollDatagramChannel.class)) {
      return Map.of();
    }
    return switch (peer) {
      case Inet4Address _ -> Map.of(IP_RECVERR, 1);
      case Inet6Address _ when Socket.isIPv6Preferred() -> Map.of(IPV6_RECVERR, 1);
      default -> Map.of(); // The socket is one for IPv4 only, and such a peer out of reach.
    };
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
