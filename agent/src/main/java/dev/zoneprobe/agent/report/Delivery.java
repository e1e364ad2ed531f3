// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import dev.zoneprobe.wire.proto.CollectorGrpc.CollectorStub;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.function.Consumer;

/// One stream to the collector: sends the backlog from its oldest snapshot on, a few ahead of the
/// receipts, and ends with the stream. Lives on the reporter's thread alone.
final class Delivery implements ClientResponseObserver<SnapshotFrame, Receipt> {
  private static final int MOST_UNANSWERED = 4;

  private final Backlog backlog;
  private final Consumer<Status> ended;
  private ClientCallStreamObserver<SnapshotFrame> stream;
  private long sentUpTo;
  private int unanswered;

  /// Opens the stream.
  ///
  /// @param ended told once, when the stream is over
  @SuppressWarnings("NullAway.Init") // gRPC calls beforeStart within deliver
  Delivery(CollectorStub collector, Backlog backlog, Consumer<Status> ended) {
    this.backlog = backlog;
    this.ended = ended;
    collector.deliver(this);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SnapshotFrame> stream) {
    this.stream = stream;
    stream.setOnReadyHandler(this::send);
  }

  /// Sends what may be sent now.
  void send() {
    while (unanswered < MOST_UNANSWERED && stream.isReady()) {
      Optional<SnapshotFrame> next = backlog.takeForSending(sentUpTo);
      if (next.isEmpty()) {
        return;
      }
      sentUpTo = next.get().getLastSequence();
      unanswered++;
      stream.onNext(next.get());
    }
  }

  @Override
  public void onNext(Receipt receipt) {
    unanswered--;
    backlog.acknowledge(receipt.getLastSequence());
    send();
  }

  @Override
  public void onError(Throwable problem) {
    ended.accept(Status.fromThrowable(problem));
  }

  @Override
  public void onCompleted() {
    ended.accept(Status.OK);
  }

  /// Ends the stream; what has no receipt stays in the backlog.
  void cancel() {
    stream.cancel("the agent is stopping", null);
  }
}
