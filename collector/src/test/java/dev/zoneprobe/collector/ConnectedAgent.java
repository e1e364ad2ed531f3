// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Plan;
import dev.zoneprobe.wire.proto.PlanRequest;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An agent as the collector sees it: a real gRPC client on loopback with one open stream.
public final class ConnectedAgent implements AutoCloseable {
  private final ManagedChannel channel;
  private final StreamObserver<SnapshotFrame> frames;

  private final CompletableFuture<String> greeting = new CompletableFuture<>();

  /// Receipts, and the status that the stream ended with.
  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();

  public ConnectedAgent(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    frames = CollectorGrpc.newStub(channel).deliver(new Answers());
  }

  public void deliver(IntervalSnapshot snapshot) {
    deliver(SnapshotEncoder.encode(snapshot));
  }

  public void deliver(SnapshotFrame frame) {
    frames.onNext(frame);
  }

  /// Delivers bytes that are no frame, on a stream of their own.
  Status deliverRaw(byte[] bytes) {
    MethodDescriptor<byte[], Receipt> raw =
        CollectorGrpc.getDeliverMethod().toBuilder(
                new RawBytes(), CollectorGrpc.getDeliverMethod().getResponseMarshaller())
            .build();
    CompletableFuture<Status> ended = new CompletableFuture<>();
    ClientCall<byte[], Receipt> call = channel.newCall(raw, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage(bytes);
    return ended.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static final class RawBytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream bytes) {
      throw new UnsupportedOperationException("nobody answers with raw bytes");
    }
  }

  /// The store that the collector greeted with.
  String storeId() {
    return greeting.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /// The sequence number of the next receipt.
  public long receipt() throws InterruptedException {
    return wholeReceipt().getLastSequence();
  }

  /// The next receipt.
  Receipt wholeReceipt() throws InterruptedException {
    return (Receipt) next();
  }

  /// The status that the stream ends with.
  public Status status() throws InterruptedException {
    return (Status) next();
  }

  private Object next() throws InterruptedException {
    Object answer = answers.poll(10, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer within 10 s");
    }
    return answer;
  }

  Plan plan(IntervalSnapshot.Source source) {
    return plans(source).next();
  }

  /// The plan now, and what changes in it.
  Iterator<Plan> plans(IntervalSnapshot.Source source) {
    return plans(PlanRequest.newBuilder().setTakesChanges(true), source);
  }

  /// The plan now, and each one that follows, as agents of earlier versions are told it.
  Iterator<Plan> wholePlans(IntervalSnapshot.Source source) {
    return plans(PlanRequest.newBuilder(), source);
  }

  private Iterator<Plan> plans(PlanRequest.Builder request, IntervalSnapshot.Source source) {
    return CollectorGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .watchPlan(request.setSource(SnapshotEncoder.source(source)).build());
  }

  ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Answers implements StreamObserver<Receipt> {
    @Override
    public void onNext(Receipt receipt) {
      if (receipt.hasGreeting()) {
        greeting.complete(receipt.getGreeting().getStoreId());
      } else {
        answers.add(receipt);
      }
    }

    @Override
    public void onError(Throwable cause) {
      answers.add(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
      answers.add(Status.OK);
    }
  }
}
