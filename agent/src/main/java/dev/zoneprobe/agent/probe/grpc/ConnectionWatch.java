// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.ConnectFailures;
import dev.zoneprobe.agent.probe.ConnectionFailedException;
import dev.zoneprobe.agent.probe.Leftovers;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.socket.TcpFacts;
import dev.zoneprobe.agent.probe.socket.TcpInquiry;
import dev.zoneprobe.agent.probe.tls.HandshakeWords;
import dev.zoneprobe.agent.probe.tls.TlsTerms;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Addresses;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Sits closest to the socket of one gRPC connection and stamps how it is opened, on the attempt
/// that opens it. All events happen on the connection's event loop, unless there is no socket to
/// have one; other threads may ask.
final class ConnectionWatch extends ChannelDuplexHandler {
  /// How long gRPC may take to say good-bye. A peer that reads nothing never gets it.
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final OngoingAttempt opener;
  private final Phase afterConnect;
  private final Leftovers leftovers;
  private final Optional<TcpInquiry> inquiry = TcpInquiry.find();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  /// Calls whose requests are not on the socket yet.
  private final Set<CallStamps> unsent = ConcurrentHashMap.newKeySet();

  /// As soon as there is one, on whichever thread.
  private volatile Optional<ChannelFuture> end = Optional.empty();

  /// Once it connects.
  private volatile Optional<Channel> channel = Optional.empty();

  /// What the kernel said last; event loop only.
  private TcpFacts told = TcpFacts.UNASKED;

  /// Why gRPC would give up a connection that the peer has not; event loop only.
  private String setupFault = "what the server sent first is not HTTP/2";

  /// What became of the socket, of which TLS tells only that it is closed; event loop only.
  private Optional<Throwable> broken = Optional.empty();

  private volatile boolean lost;
  private volatile boolean closing;

  /// @param afterConnect what follows `tcp_connect`: `tls_handshake`, or `http2_setup` in plain
  ///   text
  ConnectionWatch(OngoingAttempt opener, Phase afterConnect, Leftovers leftovers) {
    this.opener = opener;
    this.afterConnect = afterConnect;
    this.leftovers = leftovers;
  }

  /// The connection is going to use `socket`.
  void opens(Channel socket) {
    end = Optional.of(socket.closeFuture());
  }

  /// Completed on the event loop when the server's SETTINGS have been read, exceptionally with a
  /// [ConnectionFailedException] when it does not come to that.
  CompletableFuture<Void> ready() {
    return ready;
  }

  /// Whether the peer closed or reset the connection.
  boolean isLost() {
    return lost;
  }

  /// Why something failed on this connection: gRPC closes it by itself when the peer breaks the
  /// protocol.
  Failure reason() {
    return closing && !lost ? Failure.HTTP_PROTOCOL : Failure.RESPONSE_RESET;
  }

  /// What the kernel knows about the connection; absent off the event loop, without epoll, and once
  /// it is closed.
  private Optional<TcpFacts> kernel() {
    return channel
        .filter(open -> open.eventLoop().inEventLoop())
        .filter(Channel::isOpen)
        .filter(EpollSocketChannel.class::isInstance)
        .map(EpollSocketChannel.class::cast)
        .flatMap(open -> inquiry.flatMap(asked -> asked.ask(open.fd().intValue())));
  }

  /// A request is on its way to the socket: `call` wants to know of flushes.
  void expect(CallStamps call) {
    unsent.add(call);
  }

  /// The request of `call` is on the socket, or never will be.
  void expectNoMore(CallStamps call) {
    unsent.remove(call);
  }

  /// The first flush is that of the ClientHello. A limit of Netty's own on the handshake counts
  /// from after it; that of the attempt is enough.
  @Override
  public void flush(ChannelHandlerContext context) {
    if (!ready.isDone()) {
      tls(context).ifPresent(handshake -> handshake.setHandshakeTimeoutMillis(0));
    }
    unsent.forEach(CallStamps::flushes);
    context.flush();
  }

  /// Records the SYN retransmits of a connect that has not ended; returns when that is done.
  void giveUp() {
    channel.ifPresent(
        open -> CompletableFuture.runAsync(this::recordSynRetransmits, open.eventLoop()).join());
  }

  private void recordSynRetransmits() {
    if (channel.filter(Channel::isActive).isEmpty()) {
      tellConnect();
    }
  }

  private void tellConnect() {
    kernel().ifPresent(facts -> opener.observations().synRetransmits(notYetTold(facts)));
  }

  /// Tells `attempt`, which ends, what the kernel knows of the connection.
  void tellEnd(OngoingAttempt attempt) {
    kernel()
        .ifPresent(facts -> {
          facts.rtt().ifPresent(attempt::kernelRtt);
          attempt.observations().segmentRetransmits(notYetTold(facts));
        });
  }

  private int notYetTold(TcpFacts facts) {
    int again = facts.retransmitsSince(told);
    told = facts;
    return again;
  }

  /// Closes the connection in a second, if gRPC, which is told to, has not done so by then. Until
  /// it is closed, it is left over.
  void closeSoon() {
    end.ifPresent(leftovers::until);
    channel
        .filter(Channel::isOpen)
        .ifPresent(open -> open.eventLoop().execute(() -> closeUnlessClosed(open)));
  }

  private static void closeUnlessClosed(Channel open) {
    Future<?> late =
        open.eventLoop()
            .schedule(() -> closeAtOnce(open), FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    ChannelFuture _ = open.closeFuture().addListener(_ -> late.cancel(false));
  }

  /// From beneath TLS and HTTP/2, which would wait.
  private static void closeAtOnce(Channel open) {
    ChannelFuture _ = open.pipeline().firstContext().close();
  }

  /// Tells `attempt`, which uses the connection, where it runs.
  void tellAddresses(OngoingAttempt attempt) {
    channel
        .filter(Channel::isActive)
        .map(open ->
            new Addresses(
                Optional.of((InetSocketAddress) open.localAddress()),
                (InetSocketAddress) open.remoteAddress()))
        .ifPresent(attempt.observations()::addresses);
  }

  /// This host has no socket for the connection, because of `cause`.
  void cannotOpen(Throwable cause) {
    fail(ConnectFailures.reason(cause), cause);
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    channel = Optional.of(context.channel());
    ChannelPromise _ = promise.addListener(this::connected);
    opener.observations().addresses(new Addresses(Optional.empty(), (InetSocketAddress) remote));
    opener.start(Phase.TCP_CONNECT);
    ChannelFuture _ = context.connect(remote, local, promise);
  }

  private void connected(Future<? super Void> connect) {
    if (connect.isSuccess()) {
      opener.end(Phase.TCP_CONNECT);
      opener.start(afterConnect);
      tellConnect();
      tellAddresses(opener);
    } else {
      fail(ConnectFailures.reason(connect.cause()), connect.cause());
    }
  }

  /// gRPC adds the TLS handler while the event passes by.
  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.fireChannelActive();
    tls(context)
        .ifPresent(tls -> {
          tls.handshakeFuture()
              .addListener(handshake -> secured(handshake, tls.applicationProtocol()));
          context
              .pipeline()
              .addAfter(
                  context.pipeline().context(tls).name(), null, new AlertWatch(this::refused));
        });
  }

  private static Optional<SslHandler> tls(ChannelHandlerContext context) {
    return Optional.ofNullable(context.pipeline().get(SslHandler.class));
  }

  /// In TLS 1.3 the handshake is over for us before the server has seen our certificate: that it
  /// refuses it comes instead of its SETTINGS.
  private void refused(String alert) {
    if (!ready.isDone()) {
      opener.observations().detail(alert);
      fail(Failure.TLS_HANDSHAKE, new SSLException(alert));
    }
  }

  private void secured(Future<? super Channel> handshake, @Nullable String protocol) {
    if (handshake.isSuccess()) {
      opener.end(Phase.TLS_HANDSHAKE);
      opener.start(Phase.HTTP2_SETUP);
      if (!"h2".equals(protocol)) {
        setupFault = "the server agrees to no HTTP/2 (ALPN)";
      }
    } else {
      tell(HandshakeWords.of(broken.orElse(handshake.cause())));
      fail(TlsTerms.handshakeFailure(handshake.cause()), handshake.cause());
    }
  }

  /// Tells the opener `words`. What happens from its deadline on is our own doing, of which there
  /// is nothing to tell.
  private void tell(Optional<String> words) {
    if (!opener.remaining().isZero()) {
      words.ifPresent(opener.observations()::detail);
    }
  }

  /// The server's SETTINGS have been read.
  void settingsReceived() {
    opener.end(Phase.HTTP2_SETUP);
    ready.complete(null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lost = true;
    broken = Optional.of(cause);
    context.fireExceptionCaught(cause);
  }

  /// Once the connection is closed, because the peer reset it while we wrote, gRPC closes it too.
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    closing |= context.channel().isOpen();
    ChannelFuture _ = context.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lost |= !closing;
    context.fireChannelInactive();
    if (!ready.isDone() && reason() == Failure.HTTP_PROTOCOL) {
      tell(Optional.of(setupFault));
    }
    fail(reason(), new ClosedChannelException());
  }

  private void fail(Failure reason, Throwable cause) {
    if (!ready.isDone()) {
      opener.ends();
    }
    ready.completeExceptionally(new ConnectionFailedException(reason, cause));
  }
}
