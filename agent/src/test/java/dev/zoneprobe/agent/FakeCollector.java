// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.wire.proto.CollectorGrpc.CollectorImplBase;
import dev.zoneprobe.wire.proto.Greeting;
import dev.zoneprobe.wire.proto.Plan;
import dev.zoneprobe.wire.proto.PlanRequest;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A collector on a real port that keeps snapshots in a [FakeStore] and answers as a test wants it
/// to. Closing it is a `kill -9`.
public final class FakeCollector implements AutoCloseable {
  /// Every frame that came in, those that were not answered included.
  public final List<SnapshotFrame> frames = new CopyOnWriteArrayList<>();

  private final List<StreamObserver<Plan>> watchers = new CopyOnWriteArrayList<>();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final FakeStore store;
  private final Server server;
  private volatile Function<SnapshotFrame, Answer> answers = _ -> Answer.RECEIPT;
  private volatile boolean greets = true;
  private volatile boolean takesChanges;

  /// What becomes of a frame.
  public enum Answer {
    RECEIPT,
    /// A receipt that tells of three series that were left out.
    RECEIPT_FOR_A_PART,
    /// A receipt for something else.
    WRONG_RECEIPT,
    /// It is durable, and nobody says so.
    KEEP_SILENTLY,
    /// It is durable, and the stream breaks before anybody says so.
    KEEP_AND_BREAK,
    /// It is lost with all that follow, and the stream stays as it is.
    LOSE_SILENTLY,
    /// It is lost with the stream.
    BREAK,
    /// It will never be taken.
    INVALID,
    /// The agent may not report.
    UNAUTHENTICATED;

    private boolean keeps() {
      return switch (this) {
        case RECEIPT, RECEIPT_FOR_A_PART, KEEP_SILENTLY, KEEP_AND_BREAK -> true;
        case WRONG_RECEIPT, LOSE_SILENTLY, BREAK, INVALID, UNAUTHENTICATED -> false;
      };
    }

    private void give(SnapshotFrame frame, StreamObserver<Receipt> receipts) {
      Receipt.Builder receipt = Receipt.newBuilder().setLastSequence(frame.getLastSequence());
      switch (this) {
        case RECEIPT -> receipts.onNext(receipt.build());
        case RECEIPT_FOR_A_PART ->
            receipts.onNext(receipt.setRefusedSeries(3).setProblem("limits.series").build());
        case WRONG_RECEIPT -> receipts.onNext(receipt.setLastSequence(4711).build());
        case KEEP_SILENTLY, LOSE_SILENTLY -> {}
        case KEEP_AND_BREAK, BREAK -> receipts.onError(Status.UNAVAILABLE.asRuntimeException());
        case INVALID -> receipts.onError(Status.INVALID_ARGUMENT.asRuntimeException());
        case UNAUTHENTICATED -> receipts.onError(Status.UNAUTHENTICATED.asRuntimeException());
      }
    }
  }

  /// Listens on a port of the loopback address, with a store of its own; port 0 chooses one.
  public FakeCollector(int port) throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new FakeStore("store"));
  }

  /// Listens on `address`, in front of `store`.
  public FakeCollector(InetSocketAddress address, FakeStore store) throws IOException {
    this.store = store;
    server = NettyServerBuilder.forAddress(address).addService(new Service()).build().start();
  }

  /// Answers like this from now on.
  public FakeCollector answering(Function<SnapshotFrame, Answer> answers) {
    this.answers = answers;
    return this;
  }

  /// Says nothing to those who come from now on.
  public FakeCollector mute() {
    greets = false;
    return this;
  }

  public int port() {
    return server.getPort();
  }

  public FakeStore store() {
    return store;
  }

  /// How many streams agents opened for snapshots.
  public int streams() {
    return streams.get();
  }

  /// How many agents follow the plan.
  public int watchers() {
    return watchers.size();
  }

  /// Whether the agent that came last understands changes of a plan.
  public boolean takesChanges() {
    return takesChanges;
  }

  /// How many agents have given up following a plan.
  public int cancelled() {
    return cancelled.get();
  }

  public void push(Plan plan) {
    watchers.forEach(watcher -> watcher.onNext(plan));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Service extends CollectorImplBase {
    @Override
    public StreamObserver<SnapshotFrame> deliver(StreamObserver<Receipt> receipts) {
      streams.incrementAndGet();
      if (greets) {
        Greeting greeting = Greeting.newBuilder().setStoreId(store.id()).build();
        receipts.onNext(Receipt.newBuilder().setGreeting(greeting).build());
      }
      return new Frames(receipts);
    }

    @Override
    public void watchPlan(PlanRequest request, StreamObserver<Plan> watcher) {
      takesChanges = request.getTakesChanges();
      ((ServerCallStreamObserver<Plan>) watcher).setOnCancelHandler(cancelled::incrementAndGet);
      watchers.add(watcher);
    }
  }

  private final class Frames implements StreamObserver<SnapshotFrame> {
    private final StreamObserver<Receipt> receipts;
    private boolean over;

    Frames(StreamObserver<Receipt> receipts) {
      this.receipts = receipts;
    }

    @Override
    public void onNext(SnapshotFrame frame) {
      if (over) {
        return;
      }
      frames.add(frame);
      Answer answer = answers.apply(frame);
      if (answer.keeps()) {
        store.take(frame);
      }
      over =
          switch (answer) {
            // what comes after a lost one may not be kept: a collector takes a stream in order
            case KEEP_AND_BREAK, BREAK, INVALID, UNAUTHENTICATED, LOSE_SILENTLY, WRONG_RECEIPT ->
                true;
            case RECEIPT, RECEIPT_FOR_A_PART, KEEP_SILENTLY -> false;
          };
      answer.give(frame, receipts);
    }

    @Override
    public void onError(Throwable problem) {}

    @Override
    public void onCompleted() {
      receipts.onCompleted();
    }
  }
}
