// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import dev.zoneprobe.collector.Snapshots;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.PlanRequest;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Somebody who reports for a node, be it his own or not: a real gRPC client with one stream.
final class Caller implements AutoCloseable {
  private final String node;
  private final ManagedChannel channel;
  private final ClientInterceptor headers;
  private final CollectorGrpc.CollectorStub collector;
  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private StreamObserver<SnapshotFrame> frames;
  private long sequence;

  /// Opens the stream.
  Caller(int port, ChannelCredentials connection, Optional<String> token, String node) {
    this.node = node;
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port, connection).build();
    this.headers = MetadataUtils.newAttachHeadersInterceptor(headers(token));
    this.collector = CollectorGrpc.newStub(channel).withInterceptors(headers);
    this.frames = collector.deliver(new Answers());
  }

  private static Metadata headers(Optional<String> token) {
    Metadata headers = new Metadata();
    token.ifPresent(shown ->
        headers.put(
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + shown));
    return headers;
  }

  /// Begins another stream on the same connection.
  void callAgain() {
    frames = collector.deliver(new Answers());
  }

  void deliver() {
    deliverFor(node);
  }

  void deliverFor(String other) {
    sequence++;
    Instant now = Instant.now();
    IntervalSnapshot.Span span =
        new IntervalSnapshot.Span(sequence, sequence, now.minusSeconds(10), now);
    frames.onNext(
        SnapshotEncoder.encode(Snapshots.snapshot(other, span, Snapshots.succeeded(1_000_000))));
  }

  /// Whether the snapshot that was delivered last has its receipt.
  boolean isAcknowledged() throws InterruptedException {
    return next() instanceof Receipt receipt && receipt.getLastSequence() == sequence;
  }

  /// The status that the stream ends with.
  Status status() throws InterruptedException {
    Object answer = next();
    return answer instanceof Status status ? status : Status.OK.withDescription("goes on");
  }

  private Object next() throws InterruptedException {
    Object answer = answers.poll(20, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer within 20 s");
    }
    return answer;
  }

  /// The status of delivering bytes that are no frame, on a stream of their own.
  Status deliverRaw(byte[] bytes) {
    return raw(CollectorGrpc.getDeliverMethod(), bytes).status();
  }

  /// Asks for a plan with these bytes for a request, and leaves its stream open.
  RawCall planRaw(byte[] request) {
    return raw(CollectorGrpc.getWatchPlanMethod(), request);
  }

  private RawCall raw(MethodDescriptor<?, ?> method, byte[] message) {
    return new RawCall(ClientInterceptors.intercept(channel, headers), method, message);
  }

  /// The status of asking for a plan in the name of `other`.
  Status planFor(String other) {
    return plan(other, "identity");
  }

  /// The status of asking for a plan for its own node with a compressed request.
  Status compressedPlan() {
    return plan(node, "gzip");
  }

  private Status plan(String other, String compression) {
    IntervalSnapshot.Source source = Snapshots.source(other);
    PlanRequest request =
        PlanRequest.newBuilder().setSource(SnapshotEncoder.source(source)).build();
    try {
      CollectorGrpc.newBlockingStub(channel)
          .withInterceptors(headers)
          .withCompression(compression)
          .watchPlan(request)
          .next();
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Answers implements StreamObserver<Receipt> {
    @Override
    public void onNext(Receipt receipt) {
      if (!receipt.hasGreeting()) {
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
