// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import dev.zoneprobe.agent.probe.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A DNS server on one address, over UDP and TCP. What it answers is its [View]'s business; when,
/// is its own. Thread-safe.
public final class NameServer implements AutoCloseable {
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final EventLoops loops;
  private final View view;
  private final InetSocketAddress address;
  private volatile Duration late = Duration.ZERO;

  /// Answers on `listen` from now on; port 0 lets the system choose.
  ///
  /// @throws IOException if it cannot listen
  public NameServer(EventLoops loops, InetSocketAddress listen, View view) throws IOException {
    this.loops = loops;
    this.view = view;
    this.address = (InetSocketAddress) bound(streams().bind(listen)).localAddress();
    bound(datagrams().bind(address));
  }

  /// The address that is listened on.
  public InetSocketAddress address() {
    return address;
  }

  /// Holds every answer back for so long from now on; at first, for no time.
  public void answerLate(Duration time) {
    late = time;
  }

  @Override
  public void close() {
    open.close().awaitUninterruptibly();
  }

  private Channel bound(ChannelFuture binding) throws IOException {
    binding.awaitUninterruptibly();
    if (!binding.isSuccess()) {
      close();
      throw new IOException("cannot listen for DNS queries", binding.cause());
    }
    open.add(binding.channel());
    return binding.channel();
  }

  private Bootstrap datagrams() {
    return new Bootstrap()
        .group(loops.group())
        .channel(loops.datagramChannel())
        .handler(
            new ChannelInitializer<DatagramChannel>() {
              @Override
              protected void initChannel(DatagramChannel channel) {
                channel
                    .pipeline()
                    .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder())
                    .addLast(new Datagrams());
              }
            });
  }

  private ServerBootstrap streams() {
    return new ServerBootstrap()
        .group(loops.group())
        .channel(loops.serverSocketChannel())
        .option(ChannelOption.SO_REUSEADDR, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                open.add(channel);
                channel
                    .pipeline()
                    .addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder())
                    .addLast(new Stream());
              }
            });
  }

  private void send(ChannelHandlerContext context, DnsResponse answer) {
    if (late.isZero()) {
      sendNow(context, answer);
      return;
    }
    Runnable sending = () -> sendNow(context, answer);
    Future<?> _ = context.executor().schedule(sending, late.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void sendNow(ChannelHandlerContext context, DnsResponse answer) {
    ChannelFuture _ = context.writeAndFlush(answer);
  }

  private final class Datagrams extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      DatagramDnsResponse response =
          new DatagramDnsResponse(
              /* sender= */ query.recipient(),
              /* recipient= */ query.sender(),
              query.id(),
              query.opCode());
      view.answer(query, response, answer -> send(context, answer));
    }

    /// Whatever arrived was not a query: a datagram is as good as lost, the next may be better.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
  }

  private final class Stream extends SimpleChannelInboundHandler<DnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
      DefaultDnsResponse response = new DefaultDnsResponse(query.id(), query.opCode());
      view.answer(query, response, answer -> send(context, answer));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ChannelFuture _ = context.close();
    }
  }
}
