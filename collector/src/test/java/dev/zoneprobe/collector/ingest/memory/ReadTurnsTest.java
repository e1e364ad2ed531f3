// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.measure.NanoClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Real connections to a server that keeps what they send until it has a whole frame of each.
class ReadTurnsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 24 << 20;
  private static final int FRAME_BYTES = 500_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ReceiveMemory memory = new ReceiveMemory(MOST_BYTES, NanoClock.SYSTEM, meters);
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  private final ReadTurns turns = new ReadTurns(memory, loops.next(), NanoClock.SYSTEM, meters);
  private final AtomicInteger wholeFrames = new AtomicInteger();
  private final AtomicLong mostTaken = new AtomicLong();
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> sockets = new ArrayList<>();
  private final Channel server = serve();

  private Channel serve() {
    return new ServerBootstrap()
        .group(loops)
        .channel(
            Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .childOption(ChannelOption.ALLOCATOR, memory.buffers())
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, ReadPause.SMALL_READS)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel connection) {
                connection.pipeline().addLast(new ReadPause(turns), new Frames());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel();
  }

  /// Keeps buffers until they are a frame.
  private final class Frames extends ChannelInboundHandlerAdapter {
    private final List<ByteBuf> kept = new ArrayList<>();
    private int bytes;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf piece = (ByteBuf) message;
      if (kept.isEmpty()) {
        ConnectionShare.current().begun();
      }
      kept.add(piece);
      bytes += piece.readableBytes();
      mostTaken.accumulateAndGet(taken(), Math::max);
      if (bytes >= FRAME_BYTES) {
        bytes -= FRAME_BYTES;
        wholeFrames.incrementAndGet();
        ConnectionShare.current().finished();
        release();
      }
    }

    private void release() {
      kept.forEach(ReferenceCountUtil::release);
      kept.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      release();
      context.fireChannelInactive();
    }
  }

  private long taken() {
    return (long) meters.get("zoneprobe.collector.receive.memory").gauge().value();
  }

  private double pauses() {
    return meters.get("zoneprobe.collector.reads.paused").counter().count();
  }

  private double stalled() {
    return meters.get("zoneprobe.collector.connections.stalled").counter().count();
  }

  /// Opens a connection and sends so many bytes, on a thread of its own.
  private void send(int bytes) throws IOException {
    InetSocketAddress address = (InetSocketAddress) server.localAddress();
    Socket socket = new Socket(address.getAddress(), address.getPort());
    sockets.add(socket);
    senders.execute(() -> {
      try {
        socket.getOutputStream().write(new byte[bytes]);
      } catch (IOException _) {
        // closed in the middle, which is what some of these are about
      }
    });
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    senders.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// Together they send four times as much as there is. All at once they would have taken all of it
  /// before a single frame was whole.
  @Test
  void framesOfManyBecomeWholeWithinTheMemoryThatThereIs() throws IOException {
    int agents = 200;
    for (int agent = 0; agent < agents; agent++) {
      send(FRAME_BYTES);
    }

    await().atMost(PATIENCE).until(() -> wholeFrames.get() == agents);
    System.out.printf("%.0f pauses, %,d bytes taken at most%n", pauses(), mostTaken.get());
    assertThat(mostTaken.get()).isLessThan(MOST_BYTES / 4 * 3);
    assertThat(pauses()).isPositive();
    await().atMost(PATIENCE).until(() -> taken() == 0);
  }

  @Test
  void nobodyWaitsWhileThereIsMuchLeft() throws IOException {
    for (int agent = 0; agent < 10; agent++) {
      send(FRAME_BYTES);
    }

    await().atMost(PATIENCE).until(() -> wholeFrames.get() == 10);
    assertThat(pauses()).isZero();
  }

  /// Those who never finish hold a third of the memory; who comes then has its turn. After ten
  /// seconds they lose their connections, and everybody can be read as ever.
  @Test
  void whoComesWhileOthersNeverFinishHasItsTurn() throws IOException {
    for (int agent = 0; agent < 60; agent++) {
      send(FRAME_BYTES / 2);
    }
    await().atMost(PATIENCE).until(() -> pauses() > 0);

    send(FRAME_BYTES);

    await().atMost(PATIENCE).until(() -> wholeFrames.get() == 1);
    assertThat(stalled()).isZero();
    await().atMost(PATIENCE).until(() -> !turns.areNeeded());
    assertThat(stalled()).isBetween(1.0, 60.0);
  }

  /// Memory becomes short of what is written, and those who had it before have never waited.
  @Test
  void whoFellSilentBeforeAnybodyWaitedLosesItsConnectionToo() throws IOException {
    for (int agent = 0; agent < 30; agent++) {
      send(FRAME_BYTES / 2);
    }
    await().atMost(PATIENCE).until(() -> taken() >= 30 * (FRAME_BYTES / 2));
    assertThat(pauses()).isZero();
    ByteBuf written = memory.buffers().directBuffer(2 << 20);
    try {
      send(FRAME_BYTES);

      await().atMost(PATIENCE).until(() -> wholeFrames.get() == 1);
      await().atMost(PATIENCE).until(() -> !turns.areNeeded());
      assertThat(stalled()).isBetween(1.0, 30.0);
    } finally {
      written.release();
    }
  }

  @Test
  void whoLeavesGivesItsPlaceBack() throws IOException {
    for (int agent = 0; agent < 60; agent++) {
      send(FRAME_BYTES / 2);
    }
    await().atMost(PATIENCE).until(() -> pauses() > 0);

    for (Socket socket : sockets) {
      socket.close();
    }

    await().atMost(PATIENCE).until(() -> taken() == 0);
    await().atMost(PATIENCE).until(() -> !turns.areNeeded());
    assertThat(stalled()).isZero();
  }
}
