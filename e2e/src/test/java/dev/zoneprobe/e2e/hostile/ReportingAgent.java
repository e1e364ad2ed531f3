// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.wire.SnapshotEncoder;
import dev.zoneprobe.wire.proto.CollectorGrpc;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An agent as the collector sees it: one stream, and one snapshot after the other on it.
final class ReportingAgent implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final String node;
  private final String zone;
  private final ManagedChannel channel;
  private final StreamObserver<SnapshotFrame> frames;

  /// Receipts, and the status that the stream ended with.
  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();

  private long sequence;

  ReportingAgent(int port, String node, String zone) {
    this.node = node;
    this.zone = zone;
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    frames = CollectorGrpc.newStub(channel).deliver(new Answers());
  }

  /// Attempts on a target that succeeded after these times.
  static SubjectInterval succeeded(String zone, String target, long... nanos) {
    LatencyHistogram total = new LatencyHistogram();
    for (long one : nanos) {
      total.record(one);
    }
    Slice slice = new Slice(Phase.TOTAL, Connection.NEW, Outcome.Kind.SUCCESS, SourceState.CALM);
    return new SubjectInterval(
        new Subject(zone, target, Protocol.TCP, Subject.Owner.NONE),
        new Counts(nanos.length, Map.of(), Map.of(), Retransmits.NONE),
        Map.of(slice, new SubjectInterval.Series(total, Optional.empty())));
  }

  /// The agent's next snapshot.
  IntervalSnapshot next(List<SubjectInterval> subjects) {
    sequence++;
    Instant now = Instant.now();
    return new IntervalSnapshot(
        new IntervalSnapshot.Source(node, zone, "boot-1"),
        new IntervalSnapshot.Span(sequence, sequence, now.minusSeconds(10), now),
        subjects);
  }

  /// Delivers the agent's next snapshot and waits for its receipt.
  ///
  /// @throws IllegalStateException with the status, if there is none
  Receipt deliver(List<SubjectInterval> subjects) throws InterruptedException {
    frames.onNext(SnapshotEncoder.encode(next(subjects)));
    Object answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer instanceof Receipt receipt && receipt.getLastSequence() == sequence) {
      return receipt;
    }
    throw new IllegalStateException("no receipt for " + sequence + " but " + answer);
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
