// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One call with one message of any bytes, whatever the method expects.
final class RawCall extends ClientCall.Listener<byte[]> {
  private final ClientCall<byte[], byte[]> call;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CompletableFuture<Status> ended = new CompletableFuture<>();

  /// Makes it, and asks for no more than two answers.
  RawCall(Channel channel, MethodDescriptor<?, ?> method, byte[] message) {
    call =
        channel.newCall(
            method.toBuilder(new RawBytes(), new RawBytes()).build(), CallOptions.DEFAULT);
    call.start(this, new Metadata());
    call.request(2);
    call.sendMessage(message);
    if (method.getType().clientSendsOneMessage()) {
      call.halfClose();
    }
  }

  @Override
  public void onMessage(byte[] answer) {
    answered.countDown();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    ended.complete(status);
  }

  /// Whether there is an answer within 30 s.
  boolean isAnswered() throws InterruptedException {
    return answered.await(30, TimeUnit.SECONDS);
  }

  boolean isOpen() {
    return !ended.isDone();
  }

  /// What it ends with, within 30 s.
  Status status() {
    return ended.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static final class RawBytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream bytes) {
      try {
        return bytes.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
