// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.collector.ingest.connection.Arrived;
import dev.zoneprobe.collector.ingest.gate.NodeStreams;
import dev.zoneprobe.wire.proto.Greeting;
import dev.zoneprobe.wire.proto.Receipt;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.Source;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One stream of frames from one agent: greeted, and answered in the order in which they came.
///
/// A few frames may wait for their receipts together; another is asked for only when one of them
/// has its own: an agent that sends faster, or does not read its receipts, is held back by its own
/// connection. Frames come on gRPC's thread, receipts go where they become due; `this` guards all.
final class Delivery implements StreamObserver<Arrived<SnapshotFrame>> {
  private static final int MOST_UNANSWERED = 4;

  private final Intake intake;
  private final NodeStreams<Delivery> streams;
  private final ServerCallStreamObserver<Receipt> receipts;

  /// Whom it delivers for, as its first frame says.
  @GuardedBy("this")
  private Optional<String> node = Optional.empty();

  @GuardedBy("this")
  private final Deque<CompletableFuture<Intake.Answer>> unanswered = new ArrayDeque<>();

  /// Frames that were answered and in whose place none has been asked for yet.
  @GuardedBy("this")
  private int heldBack;

  @GuardedBy("this")
  private boolean ended;

  @GuardedBy("this")
  private boolean completed;

  /// A frame was rejected. Its answer may wait behind earlier ones for as long as a disk is full.
  @GuardedBy("this")
  private boolean rejecting;

  private Delivery(
      Intake intake, NodeStreams<Delivery> streams, ServerCallStreamObserver<Receipt> receipts) {
    this.intake = intake;
    this.streams = streams;
    this.receipts = receipts;
  }

  /// Greets, and asks for the first frames.
  static Delivery begin(
      Intake intake, NodeStreams<Delivery> streams, ServerCallStreamObserver<Receipt> receipts) {
    Delivery delivery = new Delivery(intake, streams, receipts);
    receipts.disableAutoRequest();
    receipts.setOnReadyHandler(delivery::askForMore);
    receipts.setOnCancelHandler(delivery::end);
    receipts.onNext(
        Receipt.newBuilder()
            .setGreeting(Greeting.newBuilder().setStoreId(intake.storeId()))
            .build());
    receipts.request(MOST_UNANSWERED);
    return delivery;
  }

  /// What comes after a rejected frame is not taken: whoever has a later cut of a boot takes an
  /// earlier one for a duplicate, and would give a receipt for what it does not have.
  @Override
  public void onNext(Arrived<SnapshotFrame> frame) {
    if (frame instanceof Arrived.Read<SnapshotFrame>(SnapshotFrame read)) {
      introduce(read.getSource());
    }
    if (!isRejecting()) {
      CompletableFuture<Intake.Answer> answer = intake.take(frame);
      await(answer);
      var _ = answer.thenRun(this::answer);
    }
  }

  private synchronized boolean isRejecting() {
    return rejecting;
  }

  private synchronized void await(CompletableFuture<Intake.Answer> answer) {
    unanswered.add(answer);
    rejecting = answer.isDone() && answer.join() instanceof Intake.Answer.Rejected;
  }

  private synchronized void introduce(Source agent) {
    if (!ended && node.isEmpty()) {
      node = Optional.of(agent.getNode());
      streams.add(agent.getNode(), agent.getBootId(), this).ifPresent(Delivery::giveWay);
    }
  }

  /// Gives all receipts that are due, the oldest frame's first.
  private synchronized void answer() {
    while (!ended && !unanswered.isEmpty() && unanswered.getFirst().isDone()) {
      switch (unanswered.removeFirst().join()) {
        case Intake.Answer.Received(Receipt receipt) -> {
          receipts.onNext(receipt);
          heldBack++;
        }
        case Intake.Answer.Rejected(var status) -> {
          fail(status);
        }
      }
    }
    askForMore();
    completeIfDone();
  }

  @GuardedBy("this")
  private void fail(Status status) {
    receipts.onError(status.asRuntimeException());
    end();
  }

  /// Ends, because its node has newer ones.
  synchronized void giveWay() {
    if (!ended) {
      fail(Status.ABORTED.withDescription("this node delivers on newer streams"));
    }
  }

  private synchronized void askForMore() {
    if (!ended && heldBack > 0 && receipts.isReady()) {
      receipts.request(heldBack);
      heldBack = 0;
    }
  }

  /// The agent is gone; what it has no receipt for, it delivers again.
  private synchronized void end() {
    ended = true;
    unanswered.clear();
    node.ifPresent(name -> streams.remove(name, this));
  }

  @Override
  public void onError(Throwable cause) {
    end();
  }

  /// The agent sends no more; it gets the receipts that it still waits for.
  @Override
  public synchronized void onCompleted() {
    completed = true;
    completeIfDone();
  }

  @GuardedBy("this")
  private void completeIfDone() {
    if (completed && !ended && unanswered.isEmpty()) {
      receipts.onCompleted();
      end();
    }
  }
}
