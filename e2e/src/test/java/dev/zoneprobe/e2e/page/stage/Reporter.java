// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.stage;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One connection to the collector on which any number of agents report.
final class Reporter implements AutoCloseable {
  private final ManagedChannel channel;

  Reporter(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /// Delivers one snapshot on a stream of its own and waits until it is durable.
  void deliver(IntervalSnapshot snapshot) throws InterruptedException {
    BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
    StreamObserver<SnapshotFrame> frames =
        CollectorGrpc.newStub(channel).deliver(new Answers(answers));
    frames.onNext(SnapshotEncoder.encode(snapshot));
    Object answer = answers.poll(20, TimeUnit.SECONDS);
    if (!(answer instanceof Receipt)) {
      throw new IllegalStateException("no receipt but " + answer);
    }
    frames.onCompleted();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private record Answers(BlockingQueue<Object> queue) implements StreamObserver<Receipt> {
    @Override
    public void onNext(Receipt receipt) {
      if (!receipt.hasGreeting()) {
        queue.add(receipt);
      }
    }

    @Override
    public void onError(Throwable cause) {
      queue.add(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {}
  }
}
