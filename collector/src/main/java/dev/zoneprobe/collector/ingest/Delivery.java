// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// One stream of frames from one agent, taken one at a time.
///
/// The next frame is asked for only when the last is done with and its receipt is on its way: an
/// agent that sends faster, or does not read its receipts, is held back by its own connection. gRPC
/// calls it from one thread at a time.
final class Delivery implements StreamObserver<SnapshotFrame> {
  private final Intake intake;
  private final ServerCallStreamObserver<Receipt> receipts;
  private boolean heldBack;
  private boolean ended;

  private Delivery(Intake intake, ServerCallStreamObserver<Receipt> receipts) {
    this.intake = intake;
    this.receipts = receipts;
  }

  /// Asks for the first frame.
  static Delivery begin(Intake intake, ServerCallStreamObserver<Receipt> receipts) {
    Delivery delivery = new Delivery(intake, receipts);
    receipts.disableAutoRequest();
    receipts.setOnReadyHandler(delivery::onReady);
    receipts.request(1);
    return delivery;
  }

  @Override
  public void onNext(SnapshotFrame frame) {
    if (ended) {
      return;
    }
    switch (intake.take(frame)) {
      case Intake.Answer.Received(Receipt receipt) -> {
        receipts.onNext(receipt);
        askForMore();
      }
      case Intake.Answer.Rejected(Status status) -> {
        ended = true;
        receipts.onError(status.asRuntimeException());
      }
    }
  }

  private void askForMore() {
    heldBack = !receipts.isReady();
    if (!heldBack) {
      receipts.request(1);
    }
  }

  private void onReady() {
    if (heldBack) {
      askForMore();
    }
  }

  /// The agent is gone; what it has no receipt for, it delivers again.
  @Override
  public void onError(Throwable cause) {
    ended = true;
  }

  @Override
  public void onCompleted() {
    if (!ended) {
      ended = true;
      receipts.onCompleted();
    }
  }
}
