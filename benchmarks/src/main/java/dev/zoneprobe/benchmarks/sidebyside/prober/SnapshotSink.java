// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.FrameLimits;
import dev.zoneprobe.wire.InvalidFrameException;
import dev.zoneprobe.wire.SnapshotDecoder;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Greeting;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/// Takes an agent's snapshots and adds them up over all targets. Thread-safe.
final class SnapshotSink extends CollectorGrpc.CollectorImplBase implements AutoCloseable {
  private final SnapshotDecoder decoder = new SnapshotDecoder(FrameLimits.DEFAULT);
  private final Server server;

  @GuardedBy("this")
  private Map<Phase, LatencyHistogram> sums = new EnumMap<>(Phase.class);

  SnapshotSink() throws IOException {
    server = ServerBuilder.forPort(0).addService(this).build().start();
  }

  int port() {
    return server.getPort();
  }

  /// Everything since the last call.
  synchronized Map<Phase, LatencyHistogram> take() {
    Map<Phase, LatencyHistogram> taken = sums;
    sums = new EnumMap<>(Phase.class);
    return taken;
  }

  @Override
  public StreamObserver<SnapshotFrame> deliver(StreamObserver<Receipt> receipts) {
    Greeting greeting = Greeting.newBuilder().setStoreId("sink").build();
    receipts.onNext(Receipt.newBuilder().setGreeting(greeting).build());
    return new StreamObserver<>() {
      @Override
      public void onNext(SnapshotFrame frame) {
        try {
          add(decoder.decode(frame));
          receipts.onNext(Receipt.newBuilder().setLastSequence(frame.getLastSequence()).build());
        } catch (InvalidFrameException e) {
          receipts.onError(e);
        }
      }

      @Override
      public void onError(Throwable gone) {}

      @Override
      public void onCompleted() {
        receipts.onCompleted();
      }
    };
  }

  private synchronized void add(IntervalSnapshot snapshot) {
    for (SubjectInterval subject : snapshot.subjects()) {
      subject
          .series()
          .forEach((slice, series) ->
              sums.computeIfAbsent(slice.phase(), _ -> new LatencyHistogram())
                  .add(series.histogram()));
    }
  }

  @Override
  public void close() {
    Server _ = server.shutdownNow();
  }
}
