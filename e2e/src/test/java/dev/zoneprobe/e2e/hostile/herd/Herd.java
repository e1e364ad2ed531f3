// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile.herd;

import static org.awaitility.Awaitility.await;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Agents on connections of their own, each with a few large snapshots that it sends as soon as it
/// was greeted, all ahead of their receipts. Thread-safe.
public final class Herd implements AutoCloseable {
  private static final int SNAPSHOTS = 4;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final AtomicLong sentBytes = new AtomicLong();
  private final AtomicInteger receipts = new AtomicInteger();
  private final Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
  private final Instant end = Instant.now();

  /// Lets them come.
  ///
  /// @param port of the collector on this host
  /// @param subjects that each snapshot of each tells of
  public Herd(int port, int agents, List<SubjectInterval> subjects) {
    for (int agent = 0; agent < agents; agent++) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .usePlaintext()
              .eventLoopGroup(loop)
              .channelType(NioSocketChannel.class)
              .directExecutor()
              .keepAliveTime(10, TimeUnit.SECONDS)
              .keepAliveTimeout(10, TimeUnit.SECONDS)
              .build();
      channels.add(channel);
      SnapshotFrame first = SnapshotEncoder.encode(snapshot("node-" + agent, subjects));
      CollectorGrpc.newStub(channel).deliver(new Agent(first));
    }
  }

  private IntervalSnapshot snapshot(String node, List<SubjectInterval> subjects) {
    return new IntervalSnapshot(
        new IntervalSnapshot.Source(node, "zone-a", "boot-1"),
        new IntervalSnapshot.Span(1, 1, end.minusSeconds(10), end),
        subjects);
  }

  /// Waits until every snapshot of everybody has its receipt, or a stream broke.
  public void awaitReceipts(Duration atMost) {
    await()
        .atMost(atMost)
        .until(() -> receipts() == channels.size() * SNAPSHOTS || !broken.isEmpty());
  }

  /// Receipts that came so far.
  public int receipts() {
    return receipts.get();
  }

  /// What the snapshots that were sent take together.
  public long sentBytes() {
    return sentBytes.get();
  }

  /// Why streams ended.
  public List<Throwable> broken() {
    return List.copyOf(broken);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// One of them; of one thread.
  private final class Agent implements ClientResponseObserver<SnapshotFrame, Receipt> {
    private final SnapshotFrame first;
    private ClientCallStreamObserver<SnapshotFrame> stream;
    private boolean greeted;
    private int sent;

    @SuppressWarnings("NullAway.Init") // gRPC calls beforeStart first
    Agent(SnapshotFrame first) {
      this.first = first;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SnapshotFrame> stream) {
      this.stream = stream;
      stream.setOnReadyHandler(this::send);
    }

    private void send() {
      while (greeted && sent < SNAPSHOTS && stream.isReady()) {
        sent++;
        SnapshotFrame next = first.toBuilder().setFirstSequence(sent).setLastSequence(sent).build();
        sentBytes.addAndGet(next.getSerializedSize());
        stream.onNext(next);
      }
    }

    @Override
    public void onNext(Receipt receipt) {
      if (receipt.hasGreeting()) {
        greeted = true;
        send();
      } else {
        receipts.incrementAndGet();
      }
    }

    @Override
    public void onError(Throwable cause) {
      broken.add(cause);
    }

    @Override
    public void onCompleted() {
      broken.add(new IllegalStateException("the collector ended the stream"));
    }
  }
}
