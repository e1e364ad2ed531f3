// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.benchmarks.load.snapshot.Cut;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.Source;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.function.Consumer;

/// One stream of snapshots: silent until the collector greets, then the outbox from its oldest on,
/// a few ahead of the receipts, which come in the same order. Lives on the event loop.
final class Delivery implements ClientResponseObserver<byte[], Receipt> {
  private static final int MOST_UNANSWERED = 4;

  private final Source source;
  private final Outbox outbox;
  private final Workbench workbench;
  private final Consumer<Status> ended;
  private ClientCallStreamObserver<byte[]> stream;
  private boolean greeted;
  private int unanswered;

  /// Opens the stream.
  ///
  /// @param ended told once, when the stream is over
  @SuppressWarnings("NullAway.Init") // gRPC calls beforeStart within the call
  Delivery(
      ManagedChannel channel,
      Source source,
      Outbox outbox,
      Workbench workbench,
      Consumer<Status> ended) {
    this.source = source;
    this.outbox = outbox;
    this.workbench = workbench;
    this.ended = ended;
    var _ =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(workbench.deliver(), CallOptions.DEFAULT.withWaitForReady()), this);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
    this.stream = stream;
    stream.setOnReadyHandler(this::send);
  }

  private void begin() {
    greeted = true;
    send();
  }

  /// Sends what may be sent now.
  void send() {
    while (greeted && unanswered < Math.min(MOST_UNANSWERED, outbox.size()) && stream.isReady()) {
      stream.onNext(workbench.press().print(source, outbox.forSending(unanswered)));
      unanswered++;
    }
  }

  @Override
  public void onNext(Receipt receipt) {
    switch (receipt.getKindCase()) {
      case GREETING -> begin();
      case LAST_SEQUENCE -> answered(receipt);
      case KIND_NOT_SET -> stream.cancel("a receipt without a kind", null);
    }
  }

  private void answered(Receipt receipt) {
    if (unanswered == 0 || outbox.oldest().sequence() != receipt.getLastSequence()) {
      stream.cancel("a receipt that is not of the oldest unanswered snapshot", null);
      return;
    }
    unanswered--;
    Cut cut = outbox.acknowledgeOldest();
    workbench
        .tally()
        .acknowledged(
            source.getZone(),
            workbench.clock().nanos() - cut.dueNanos(),
            receipt.getRefusedSeries());
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
}
