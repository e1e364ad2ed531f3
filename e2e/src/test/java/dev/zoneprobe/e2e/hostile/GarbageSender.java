// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Sends whatever bytes it is given as messages, each on a stream of its own, four at a time.
final class GarbageSender implements AutoCloseable {
  private static final int AT_A_TIME = 4;
  private static final int PATIENCE_SECONDS = 30;

  private final ManagedChannel channel;
  private final Semaphore free = new Semaphore(AT_A_TIME);
  private final Map<Status.Code, Integer> statuses = new TreeMap<>();
  private final MethodDescriptor<byte[], Receipt> deliver =
      CollectorGrpc.getDeliverMethod().toBuilder(
              new RawBytes(), CollectorGrpc.getDeliverMethod().getResponseMarshaller())
          .build();

  GarbageSender(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /// Sends one message; waits while too many have no answer yet.
  void send(byte[] message) throws InterruptedException {
    acquire(1);
    ClientCall<byte[], Receipt> call = channel.newCall(deliver, CallOptions.DEFAULT);
    call.start(new Answer(), new Metadata());
    call.request(2);
    call.sendMessage(message);
    call.halfClose();
  }

  /// Waits until each message has been answered.
  void awaitAnswers() throws InterruptedException {
    acquire(AT_A_TIME);
  }

  private void acquire(int permits) throws InterruptedException {
    if (!free.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no answer for " + PATIENCE_SECONDS + " s");
    }
  }

  /// How often each status was the answer.
  synchronized Map<Status.Code, Integer> statuses() {
    return Map.copyOf(statuses);
  }

  private synchronized void count(Status status) {
    statuses.merge(status.getCode(), 1, Integer::sum);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Answer extends ClientCall.Listener<Receipt> {
    @Override
    public void onClose(Status status, Metadata trailers) {
      count(status);
      free.release();
    }
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
}
