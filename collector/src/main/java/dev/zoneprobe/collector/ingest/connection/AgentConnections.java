// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import dev.zoneprobe.collector.ingest.memory.ArrivingFrames;
import dev.zoneprobe.collector.ingest.memory.ReadPause;
import dev.zoneprobe.collector.ingest.memory.ReadTurns;
import dev.zoneprobe.collector.ingest.memory.ReceiveMemory;
import dev.zoneprobe.measure.NanoClock;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The event loops that agents' connections run on, and the bounds of what is accepted there.
///
/// At most so many connections are open at a time; one more is closed at once, and so is one that
/// says nothing for 10 s after it was opened. Each has four calls, and all of them together as many
/// as agents need and the heap bears ([OpenCalls]). What they send and nobody has asked for yet is
/// held back by a window of 64 KiB for each, what arrives is accounted for by [ArrivingFrames], and
/// while memory is short connections are read by turns ([ReadTurns]). Thread-safe; its threads are
/// named `zoneprobe-agents-…`.
public final class AgentConnections implements AutoCloseable {
  /// An agent has one for snapshots and one for the plan.
  private static final int CALLS_OF_AN_AGENT = 2;

  /// Twice as many, because one that has just ended here may not have there.
  private static final int CALLS_PER_CONNECTION = 2 * CALLS_OF_AN_AGENT;

  /// One that says nothing takes 2 KiB, so all of them an eighth of the heap.
  private static final int HEAP_BYTES_FOR_A_CALL = 16 << 10;

  private static final int WINDOW_BYTES = 64 << 10;
  private static final int METADATA_BYTES = 8 << 10;

  private final EventLoopGroup accepting;
  private final EventLoopGroup serving;
  private final ChannelFactory<ServerChannel> listening;
  private final ReceiveMemory memory;
  private final ArrivingFrames arriving;
  private final OpenCalls calls;

  /// @param most how many connections may be open
  public AgentConnections(int most, MeterRegistry meters) {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    accepting = group(1, handlers);
    serving = group(Runtime.getRuntime().availableProcessors(), handlers);
    memory = ReceiveMemory.ofThisProcess(meters);
    arriving = new ArrivingFrames(memory, meters);
    calls = new OpenCalls(mostCalls(most), meters);
    ReadTurns turns = new ReadTurns(memory, accepting.next(), NanoClock.SYSTEM, meters);
    OpenConnections open = new OpenConnections(most, meters);
    ChannelFactory<? extends ServerChannel> plain =
        new ReflectiveChannelFactory<>(
            epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    listening =
        () -> {
          ServerChannel channel = plain.newChannel();
          channel.pipeline().addLast(new AcceptGate(open, turns));
          return channel;
        };
  }

  private static int mostCalls(int connections) {
    long bearable = Runtime.getRuntime().maxMemory() / HEAP_BYTES_FOR_A_CALL;
    return (int) Math.min(CALLS_OF_AN_AGENT * (long) connections, bearable);
  }

  private static EventLoopGroup group(int threads, IoHandlerFactory handlers) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("zoneprobe-agents", true), handlers);
  }

  /// Makes a server take connections here, within these bounds.
  public NettyServerBuilder bound(NettyServerBuilder server) {
    return server
        .bossEventLoopGroup(accepting)
        .workerEventLoopGroup(serving)
        .channelFactory(listening)
        .addStreamTracerFactory(arriving)
        .withChildOption(ChannelOption.ALLOCATOR, memory.buffers())
        .withChildOption(ChannelOption.RECVBUF_ALLOCATOR, ReadPause.SMALL_READS)
        .flowControlWindow(WINDOW_BYTES)
        .maxInboundMetadataSize(METADATA_BYTES)
        .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
        .handshakeTimeout(20, TimeUnit.SECONDS)
        .keepAliveTime(30, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .permitKeepAliveTime(5, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxConnectionIdle(5, TimeUnit.MINUTES)
        .maxConnectionAge(1, TimeUnit.HOURS)
        .maxConnectionAgeGrace(10, TimeUnit.SECONDS);
  }

  /// The same service, for no more calls at a time than may be open here.
  public ServerServiceDefinition bound(ServerServiceDefinition service) {
    return ServerInterceptors.intercept(service, calls);
  }

  /// Ends the threads, that which gives turns first; the server must have stopped.
  @Override
  public void close() {
    accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    serving.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
