// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Greeting;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A collector that does what the test says, and remembers each stream and its frames.
final class ScriptedCollector extends CollectorGrpc.CollectorImplBase implements AutoCloseable {
  /// One stream of frames.
  static final class Stream {
    final List<SnapshotFrame> frames = new CopyOnWriteArrayList<>();
    final StreamObserver<Receipt> receipts;

    Stream(StreamObserver<Receipt> receipts) {
      this.receipts = receipts;
    }

    void greet() {
      receipts.onNext(
          Receipt.newBuilder().setGreeting(Greeting.newBuilder().setStoreId("store-1")).build());
    }

    void answer(SnapshotFrame frame) {
      receipts.onNext(Receipt.newBuilder().setLastSequence(frame.getLastSequence()).build());
    }
  }

  final List<Stream> streams = new CopyOnWriteArrayList<>();
  private final Server server;

  ScriptedCollector() {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public StreamObserver<SnapshotFrame> deliver(StreamObserver<Receipt> receipts) {
    Stream stream = new Stream(receipts);
    streams.add(stream);
    return new StreamObserver<>() {
      @Override
      public void onNext(SnapshotFrame frame) {
        stream.frames.add(frame);
      }

      @Override
      public void onError(Throwable gone) {}

      @Override
      public void onCompleted() {}
    };
  }

  @Override
  public void close() {
    try {
      var _ = server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
