// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What peers probe: an HTTP/1.1, a gRPC and a TCP port on the agent's event loops.
///
/// Listens from construction until [#close()]. The event loops stay the caller's and must outlive
/// it. Thread-safe.
public final class Responder implements AutoCloseable {
  private final NanoClock clock;
  private final Duration drain;
  private final Limits limits;
  private final Identity given;
  private volatile Identity identity;
  private final HttpReplies replies;
  private final ListenerCounts httpCounts = new ListenerCounts();
  private final ListenerCounts grpcCounts = new ListenerCounts();
  private final ListenerCounts tcpCounts = new ListenerCounts();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// Until when the ports are to stay open; empty as long as it does not drain.
  private volatile OptionalLong openUntilNanos = OptionalLong.empty();

  private final SocketListener http;
  private final GrpcListener grpc;
  private final SocketListener tcp;

  /// What is to be closed, the last bound first. Changed by the constructor only.
  private final Deque<Runnable> closing = new ArrayDeque<>();

  /// Who answers; peers read it from every HTTP response and every echo.
  public record Identity(String node, String zone) {
    /// Refuses what cannot be a label value.
    public Identity {
      Label.checked("node", node);
      Label.checked("zone", zone);
    }
  }

  /// What the responder puts up with.
  ///
  /// @param maxConnections open at once, on each port
  /// @param maxGrpcConnections the same on the gRPC port, where each takes some kilobytes
  /// @param idle how long an HTTP or gRPC connection may carry nothing
  /// @param requestPatience how long a request may take to arrive, from its first byte
  /// @param tcpIdle how long a connection to the TCP port may carry nothing
  record Limits(
      int maxConnections,
      int maxGrpcConnections,
      Duration idle,
      Duration requestPatience,
      Duration tcpIdle) {
    static final Limits DEFAULT =
        new Limits(
            10_000, 1_000, Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  /// Starts to listen.
  ///
  /// @throws BindException naming the port that is not to be had; no other stays bound then
  public Responder(ResponderSettings settings, Identity identity, EventLoops loops, NanoClock clock)
      throws IOException {
    this(settings, identity, loops, clock, Limits.DEFAULT);
  }

  Responder(
      ResponderSettings settings,
      Identity identity,
      EventLoops loops,
      NanoClock clock,
      Limits limits)
      throws IOException {
    this.clock = clock;
    this.drain = settings.drain();
    this.limits = limits;
    this.given = identity;
    this.identity = identity;
    this.replies = new HttpReplies(this::identity);
    GrpcListener.Service calls = new GrpcListener.Service(this::identity, limits, clock);
    try {
      http =
          SocketListener.bind(
              loops, settings.http(), gate(httpCounts, limits.maxConnections(), loops), requests());
      closing.push(http::close);
      grpc =
          GrpcListener.bind(
              loops, settings.grpc(), gate(grpcCounts, limits.maxGrpcConnections(), loops), calls);
      closing.push(grpc::close);
      tcp =
          SocketListener.bind(
              loops, settings.tcp(), gate(tcpCounts, limits.maxConnections(), loops), connects());
      closing.push(tcp::close);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Identity identity() {
    return identity;
  }

  /// Answers from now on as one in `zone`, which the collector knows, unless the agent's own
  /// configuration names its zone.
  public void isIn(String zone) {
    if (given.zone().equals(Subject.UNKNOWN_ZONE)) {
      identity = new Identity(given.node(), zone);
    }
  }

  private static AcceptGate gate(ListenerCounts counts, int most, EventLoops loops) {
    return new AcceptGate(counts, most, loops.group().next());
  }

  private SocketListener.Service requests() {
    return new SocketListener.Service(Protocol.HTTP, limits.idle(), this::serveHttp);
  }

  private SocketListener.Service connects() {
    return new SocketListener.Service(Protocol.TCP, limits.tcpIdle(), this::serveTcp);
  }

  private void serveHttp(ChannelPipeline connection) {
    RequestDeadline deadline = new RequestDeadline(clock, limits.requestPatience());
    HttpDecoderConfig decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(HttpAnswers.MAX_HEAD_BYTES)
            .setMaxHeaderSize(HttpAnswers.MAX_HEAD_BYTES)
            .setMaxChunkSize(HttpAnswers.MAX_BODY_BYTES);
    connection.addLast(
        deadline,
        new HttpServerCodec(decoding),
        new HttpAnswers(replies, deadline, httpCounts, draining::get));
  }

  private void serveTcp(ChannelPipeline connection) {
    tcpCounts.requestAnswered();
    connection.addLast(new Silence());
  }

  /// The port that answers HTTP/1.1.
  public int httpPort() {
    return http.port();
  }

  /// The port that answers gRPC.
  public int grpcPort() {
    return grpc.port();
  }

  /// The port that accepts connections and says nothing.
  public int tcpPort() {
    return tcp.port();
  }

  /// What each listener has done so far.
  public Map<Protocol, ListenerCounts> counts() {
    return Map.of(Protocol.HTTP, httpCounts, Protocol.GRPC, grpcCounts, Protocol.TCP, tcpCounts);
  }

  /// Tells peers to go elsewhere, and keeps answering: health checks say NOT_SERVING, HTTP requests
  /// get status 503, and each HTTP connection ends with its next answer.
  public void drain() {
    if (draining.compareAndSet(false, true)) {
      openUntilNanos = OptionalLong.of(clock.nanos() + drain.toNanos());
      grpc.drain();
    }
  }

  /// Waits until peers had the time that the settings give them, counted from [#drain()], to learn
  /// that they are to go elsewhere; or until it is closed.
  public void awaitDrained() throws InterruptedException {
    OptionalLong end = openUntilNanos;
    if (end.isPresent()) {
      boolean _ = closed.await(end.getAsLong() - clock.nanos(), TimeUnit.NANOSECONDS);
    }
  }

  /// Stops listening, closes every connection, and returns when that is done. gRPC calls in flight
  /// are given a second to end. Closing again does nothing.
  @Override
  public void close() {
    closing.forEach(Runnable::run);
    closed.countDown();
  }

  /// Lets a peer say what it likes, until it closes the connection.
  private static final class Silence extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf ignored) {}

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ChannelFuture _ = context.close();
    }
  }
}
