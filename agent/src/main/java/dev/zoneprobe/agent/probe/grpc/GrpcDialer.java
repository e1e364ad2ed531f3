// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.tls.ServerIndication;
import dev.zoneprobe.agent.probe.tls.TlsTerms;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Phase;
import io.grpc.Attributes;
import io.grpc.ClientTransportFilter;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;

/// Makes the connections of a probe, on the agent's event loops. Thread-safe.
final class GrpcDialer {
  /// A health check's answer takes two bytes; nobody may fill our memory with one.
  private static final int MAX_MESSAGE_BYTES = 4 << 10;

  private static final int MAX_METADATA_BYTES = 8 << 10;

  private final String authority;
  private final Optional<SNIServerName> indication;
  private final Optional<TlsTerms> terms;
  private final EventLoops loops;

  GrpcDialer(Endpoint.Grpc endpoint, EventLoops loops) {
    String host = endpoint.tls().flatMap(Endpoint.Tls::serverName).orElse(endpoint.host());
    this.authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.port();
    this.indication = ServerIndication.of(host);
    this.terms = endpoint.tls().map(TlsTerms::new);
    this.loops = loops;
  }

  /// A connection to exactly `peer`, to be opened by `attempt`; the caller owns it.
  GrpcConnection connection(InetSocketAddress peer, OngoingAttempt attempt) {
    ConnectionWatch watch =
        new ConnectionWatch(
            attempt,
            terms.isPresent() ? Phase.TLS_HANDSHAKE : Phase.HTTP2_SETUP,
            loops.leftovers());
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(peer)
            .overrideAuthority(authority)
            .eventLoopGroup(loops.group())
            .channelFactory(watched(watch), InetSocketAddress.class)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .directExecutor()
            .disableRetry()
            .disableServiceConfigLookUp()
            .proxyDetector(_ -> null)
            .addTransportFilter(settings(watch));
    terms.ifPresentOrElse(
        agreed -> builder.sslContext(context(agreed, attempt)), builder::usePlaintext);
    return new GrpcConnection(builder.build(), watch);
  }

  private ChannelFactory<Channel> watched(ConnectionWatch watch) {
    ReflectiveChannelFactory<Channel> sockets =
        new ReflectiveChannelFactory<>(loops.socketChannel());
    AtomicBoolean used = new AtomicBoolean();
    return () -> {
      if (used.getAndSet(true)) {
        throw new IllegalStateException("a probe's channel connects once");
      }
      Channel socket = opened(sockets, watch);
      watch.opens(socket);
      socket.pipeline().addFirst(watch, new ReadGate());
      return socket;
    };
  }

  /// A socket; without one there is no event loop on which `watch` could notice anything.
  private static Channel opened(ChannelFactory<Channel> sockets, ConnectionWatch watch) {
    try {
      return sockets.newChannel();
    } catch (ChannelException e) {
      watch.cannotOpen(e);
      throw e;
    }
  }

  private static ClientTransportFilter settings(ConnectionWatch watch) {
    return new ClientTransportFilter() {
      @Override
      public Attributes transportReady(Attributes attributes) {
        watch.settingsReceived();
        return attributes;
      }
    };
  }

  /// Every connection gets a context of its own: a shared one would resume the session of an
  /// earlier connection, and an expired certificate would go unnoticed (decision 0016).
  private SslContext context(TlsTerms agreed, OngoingAttempt attempt) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .trustManager(agreed.judge(attempt.observations()::certificateExpiry));
    agreed.identity().ifPresent(builder::keyManager);
    indication.ifPresent(builder::serverName);
    try {
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("the Java runtime has no TLS", e);
    }
  }
}
