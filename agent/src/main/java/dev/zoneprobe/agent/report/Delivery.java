// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import com.google.protobuf.ByteString;
import dev.zoneprobe.agent.report.backlog.Backlog;
import dev.zoneprobe.agent.report.backlog.Backlog.Parcel;
import dev.zoneprobe.agent.report.backlog.Cuts;
import dev.zoneprobe.agent.report.backlog.StoreId;
import dev.zoneprobe.agent.report.replica.Pace;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// One stream to one collector, and the channel below it.
///
/// It waits for the collector's greeting, sends what its [Scope] allows, a few snapshots ahead of
/// their receipts, and ends with the stream. Receipts answer snapshots in their order. Lives on the
/// report thread alone.
final class Delivery implements ClientResponseObserver<ByteString, Receipt> {
  private static final int MOST_UNANSWERED = 4;

  private final InetSocketAddress address;
  private final ManagedChannel channel;
  private final Backlog backlog;
  private final Pace pace;
  private final Listener listener;
  private final Deque<Cuts> unanswered = new ArrayDeque<>();
  private ClientCallStreamObserver<ByteString> stream;
  private Optional<StoreId> store = Optional.empty();
  private Scope scope = Scope.NOTHING;
  private long phaseSinceNanos;
  private boolean over;

  /// What a stream may send, after the greeting.
  enum Scope {
    NOTHING,
    /// What is in doubt at its store.
    IN_DOUBT,
    /// That first, and then what no store has seen.
    EVERYTHING
  }

  /// Told what happens to a stream, on the report thread.
  interface Listener {
    /// It knows its store.
    void greeted(Delivery delivery);

    /// A snapshot has its receipt.
    void answered(Delivery delivery, Receipt receipt);

    /// It is over, for this reason; told once, and never after [Delivery#close()].
    void ended(Delivery delivery, Status status);
  }

  /// Opens the stream. A collector that cannot be reached ends it.
  @SuppressWarnings("NullAway.Init") // gRPC calls beforeStart within deliver
  Delivery(
      InetSocketAddress address,
      CollectorChannels channels,
      Backlog backlog,
      Pace pace,
      Listener listener) {
    this.address = address;
    this.channel = channels.open(address);
    this.backlog = backlog;
    this.pace = pace;
    this.listener = listener;
    this.phaseSinceNanos = pace.nanos();
    DeliverCall.open(channel, this);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ByteString> stream) {
    this.stream = stream;
    stream.setOnReadyHandler(this::send);
  }

  /// Sends what may be sent now.
  void send() {
    while (!over && unanswered.size() < MOST_UNANSWERED && stream.isReady()) {
      Optional<Parcel> next = store.flatMap(this::next);
      if (next.isEmpty()) {
        return;
      }
      unanswered.add(next.get().cuts());
      stream.onNext(next.get().message());
    }
  }

  private Optional<Parcel> next(StoreId at) {
    return switch (scope) {
      case NOTHING -> Optional.empty();
      case IN_DOUBT -> backlog.nextInDoubt(at, unanswered);
      case EVERYTHING -> backlog.nextInDoubt(at, unanswered).or(() -> backlog.nextUnsent(at));
    };
  }

  /// Sends as much as `scope` allows, from now on.
  void allow(Scope scope) {
    this.scope = scope;
    send();
  }

  boolean isAllowed(Scope scope) {
    return this.scope == scope;
  }

  @Override
  public void onNext(Receipt receipt) {
    if (over) {
      return;
    }
    switch (receipt.getKindCase()) {
      case GREETING -> greeted(receipt.getGreeting().getStoreId());
      case LAST_SEQUENCE -> answered(receipt);
      case KIND_NOT_SET -> breakOff("a receipt of no kind");
    }
  }

  private void greeted(String storeId) {
    if (store.isPresent()) {
      breakOff("a second greeting");
      return;
    }
    try {
      store = Optional.of(new StoreId(storeId));
    } catch (IllegalArgumentException e) {
      breakOff("what is " + e.getMessage());
      return;
    }
    phaseSinceNanos = pace.nanos();
    listener.greeted(this);
  }

  private void answered(Receipt receipt) {
    Optional<Cuts> oldest = Optional.ofNullable(unanswered.peek());
    if (oldest.isEmpty() || oldest.get().last() != receipt.getLastSequence()) {
      breakOff("a receipt for " + receipt.getLastSequence() + ", which is not what comes next");
      return;
    }
    unanswered.remove();
    store.ifPresent(at -> backlog.acknowledge(at, oldest.get()));
    listener.answered(this, receipt);
    send();
  }

  private void breakOff(String problem) {
    end(Status.INTERNAL.withDescription("the collector sent " + problem));
  }

  @Override
  public void onError(Throwable problem) {
    end(Status.fromThrowable(problem));
  }

  @Override
  public void onCompleted() {
    end(Status.UNAVAILABLE.withDescription("the collector ended the stream"));
  }

  /// Ends it if it waits for too long.
  void giveUpWaiting() {
    if (store.isEmpty() && pace.hasPassed(pace.greeting(), phaseSinceNanos)) {
      end(Status.DEADLINE_EXCEEDED.withDescription("no greeting in " + pace.greeting()));
    }
  }

  private void end(Status status) {
    if (over) {
      return;
    }
    close();
    if (status.getCode() == Status.Code.INVALID_ARGUMENT && !unanswered.isEmpty()) {
      store.ifPresent(at -> backlog.refuse(at, unanswered.element()));
    }
    listener.ended(this, status);
  }

  /// Ends the stream; what has no receipt stays in the backlog, in doubt.
  void close() {
    over = true;
    channel.shutdownNow();
  }

  /// Whether nothing is in doubt at its store.
  boolean isSettled() {
    return store.filter(backlog::isSettledWith).isPresent();
  }

  /// Whether it has lived for long enough to be thought well of.
  boolean wasWell() {
    return store.isPresent() && pace.hasPassed(pace.greeting(), phaseSinceNanos);
  }

  InetSocketAddress address() {
    return address;
  }

  /// The store that it leads to; empty before the greeting.
  Optional<StoreId> store() {
    return store;
  }

  ManagedChannel channel() {
    return channel;
  }
}
