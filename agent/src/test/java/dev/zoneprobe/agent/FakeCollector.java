// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.wire.proto.CollectorGrpc.CollectorImplBase;
import dev.zoneprobe.wire.proto.Plan;
import dev.zoneprobe.wire.proto.PlanRequest;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A gRPC server on a real port that answers as a test wants it to.
public final class FakeCollector implements AutoCloseable {
  /// Every frame that came in, those that were not answered included.
  public final List<SnapshotFrame> frames = new CopyOnWriteArrayList<>();

  private final List<StreamObserver<Plan>> watchers = new CopyOnWriteArrayList<>();
  private final Server server;

  /// Answers each frame with what `answer` makes of it: OK is a receipt, anything else the stream's
  /// end.
  public FakeCollector(int port, Function<SnapshotFrame, Status> answer) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(new Service(answer))
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  /// How many agents follow the plan.
  public int watchers() {
    return watchers.size();
  }

  public void push(Plan plan) {
    watchers.forEach(watcher -> watcher.onNext(plan));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Service extends CollectorImplBase {
    private final Function<SnapshotFrame, Status> answer;

    Service(Function<SnapshotFrame, Status> answer) {
      this.answer = answer;
    }

    @Override
    public StreamObserver<SnapshotFrame> deliver(StreamObserver<Receipt> receipts) {
      return new StreamObserver<>() {
        @Override
        public void onNext(SnapshotFrame frame) {
          frames.add(frame);
          Status status = answer.apply(frame);
          if (status.isOk()) {
            receipts.onNext(Receipt.newBuilder().setLastSequence(frame.getLastSequence()).build());
          } else {
            receipts.onError(status.asRuntimeException());
          }
        }

        @Override
        public void onError(Throwable problem) {}

        @Override
        public void onCompleted() {
          receipts.onCompleted();
        }
      };
    }

    @Override
    public void watchPlan(PlanRequest request, StreamObserver<Plan> watcher) {
      watchers.add(watcher);
    }
  }
}
