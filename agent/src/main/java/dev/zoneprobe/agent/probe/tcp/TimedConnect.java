// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tcp;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.TcpFacts;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Addresses;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One connect, stamped on the event loop, closed as soon as it is established or given up.
///
/// Closing resets the connection (SO_LINGER 0): a probe that closed in order would leave a port in
/// TIME_WAIT for every attempt.
final class TimedConnect {
  private final OngoingAttempt attempt;
  private final ChannelFuture registered;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  TimedConnect(EventLoops loops, OngoingAttempt attempt) {
    this.attempt = attempt;
    this.registered =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.socketChannel())
            .option(ChannelOption.SO_LINGER, 0)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(new ChannelInboundHandlerAdapter())
            .register();
  }

  /// Connects to `peer`. The future is completed on the event loop when the connection has been
  /// established, exceptionally when it could not be; the socket is closed by then.
  CompletableFuture<Void> begin(InetSocketAddress peer) {
    registered.addListener(socket -> {
      if (socket.isSuccess()) {
        connect(peer);
      } else {
        end.completeExceptionally(socket.cause());
      }
    });
    return end;
  }

  /// Closes the socket, connected or not; returns when what the kernel knows has been recorded.
  void giveUp() {
    CompletableFuture.runAsync(this::close, registered.channel().eventLoop()).join();
  }

  private void connect(InetSocketAddress peer) {
    attempt.sightings().addresses(new Addresses(Optional.empty(), peer));
    attempt.start(Phase.TCP_CONNECT);
    registered
        .channel()
        .connect(peer)
        .addListener(connect -> {
          if (connect.isSuccess()) {
            attempt.end(Phase.TCP_CONNECT);
            attempt.ends();
            attempt.sightings().addresses(addresses(peer));
            close();
            end.complete(null);
          } else {
            attempt.ends();
            close();
            end.completeExceptionally(connect.cause());
          }
        });
  }

  private Addresses addresses(InetSocketAddress peer) {
    return new Addresses(
        Optional.ofNullable((InetSocketAddress) registered.channel().localAddress()), peer);
  }

  private void close() {
    Channel channel = registered.channel();
    TcpFacts.of(channel).ifPresent(this::record);
    ChannelFuture _ = channel.close();
  }

  private void record(TcpFacts facts) {
    attempt.sightings().synRetransmits(facts.retransmits());
    facts.rtt().ifPresent(attempt::kernelRtt);
  }
}
