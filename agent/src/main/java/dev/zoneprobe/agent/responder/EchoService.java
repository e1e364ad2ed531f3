// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.wire.proto.EchoReply;
import dev.zoneprobe.wire.proto.EchoRequest;
import dev.zoneprobe.wire.proto.ResponderGrpc;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/// Sends a payload back with the name of the responder and the time that it took. Thread-safe.
final class EchoService extends ResponderGrpc.ResponderImplBase {
  /// Longest payload in bytes.
  static final int MAX_PAYLOAD_BYTES = 64 << 10;

  private static final Context.Key<Long> HEADERS_READ_NANOS = Context.key("headers-read-nanos");

  private final Supplier<Responder.Identity> identity;
  private final NanoClock clock;

  EchoService(Supplier<Responder.Identity> identity, NanoClock clock) {
    this.identity = identity;
    this.clock = clock;
  }

  @Override
  public void echo(EchoRequest request, StreamObserver<EchoReply> reply) {
    Responder.Identity signer = identity.get();
    reply.onNext(
        EchoReply.newBuilder()
            .setPayload(request.getPayload())
            .setNode(signer.node())
            .setZone(signer.zone())
            .setProcessingNanos(clock.nanos() - HEADERS_READ_NANOS.get())
            .build());
    reply.onCompleted();
  }

  /// Counts every call that arrives, and stamps it on the thread that read its headers.
  static ServerStreamTracer.Factory arrivals(NanoClock clock, ListenerCounts counts) {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        counts.requestAnswered();
        return new Arrival(clock.nanos());
      }
    };
  }

  private static final class Arrival extends ServerStreamTracer {
    private final long nanos;

    Arrival(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public Context filterContext(Context context) {
      return context.withValue(HEADERS_READ_NANOS, nanos);
    }
  }
}
