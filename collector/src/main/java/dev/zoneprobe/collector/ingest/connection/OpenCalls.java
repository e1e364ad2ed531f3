// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.connection;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the calls that are open at a time, over all connections: one that says nothing takes
/// memory, too, and nobody knows its node yet. One more is refused. Thread-safe.
final class OpenCalls implements ServerInterceptor {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter refused;

  OpenCalls(int most, MeterRegistry meters) {
    this.most = most;
    refused =
        Counter.builder("zoneprobe.collector.calls.refused")
            .description("Calls that were refused, because as many as may be were open")
            .register(meters);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (open.incrementAndGet() <= most) {
      return counted(call, headers, next);
    }
    open.decrementAndGet();
    refused.increment();
    call.close(
        Status.RESOURCE_EXHAUSTED.withDescription("too many calls are open, try again later"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private <Q, A> ServerCall.Listener<Q> counted(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      return new Counted<>(next.startCall(call, headers));
    } catch (RuntimeException e) {
      open.decrementAndGet();
      throw e;
    }
  }

  /// Of a call it hears one end, in one way or the other.
  private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
    Counted(ServerCall.Listener<Q> service) {
      super(service);
    }

    @Override
    public void onCancel() {
      open.decrementAndGet();
      super.onCancel();
    }

    @Override
    public void onComplete() {
      open.decrementAndGet();
      super.onComplete();
    }
  }
}
