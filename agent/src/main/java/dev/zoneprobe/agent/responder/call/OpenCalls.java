// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Bounds the calls that are open at a time, over all connections: one more ends the oldest. An
/// honest peer's is over as soon as its one message has come, so the oldest of many is one that
/// somebody holds open. Thread-safe.
public final class OpenCalls implements ServerInterceptor {
  /// With what each may hold (8 KiB of headers, 64 KiB of a message) a fifth of the agent's heap.
  static final int MOST = 128;

  /// The oldest first.
  @GuardedBy("this")
  private final Deque<Held<?, ?>> open = new ArrayDeque<>();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Held<Q, A> held = new Held<>(call);
    add(held).ifPresent(Held::giveWay);
    return new SimpleForwardingServerCallListener<>(next.startCall(held, headers)) {
      @Override
      public void onCancel() {
        remove(held);
        super.onCancel();
      }

      @Override
      public void onComplete() {
        remove(held);
        super.onComplete();
      }
    };
  }

  private synchronized Optional<Held<?, ?>> add(Held<?, ?> call) {
    open.add(call);
    return open.size() > MOST ? Optional.of(open.removeFirst()) : Optional.empty();
  }

  private synchronized void remove(Held<?, ?> call) {
    open.remove(call);
  }

  /// A call that may be ended over the head of its service, whose answer is left out then.
  private static final class Held<Q, A> extends SimpleForwardingServerCall<Q, A> {
    @GuardedBy("this")
    private boolean closed;

    Held(ServerCall<Q, A> call) {
      super(call);
    }

    void giveWay() {
      close(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "too many calls are open, this one the longest"),
          new Metadata());
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!closed) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(A message) {
      if (!closed) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!closed) {
        closed = true;
        super.close(status, trailers);
      }
    }
  }
}
