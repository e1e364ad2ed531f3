// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import dev.zoneprobe.agent.responder.call.BoundedMarshaller;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.wire.proto.EchoReply;
import dev.zoneprobe.wire.proto.EchoRequest;
import dev.zoneprobe.wire.proto.ResponderGrpc;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Supplier;

/// Sends a payload back with the name of the responder and the time that it took. Thread-safe.
final class EchoService {
  /// Longest payload in bytes.
  static final int MAX_PAYLOAD_BYTES = 64 << 10;

  // The field's key, one byte, and the payload's length, three.
  static final int MAX_MESSAGE_BYTES = MAX_PAYLOAD_BYTES + 4;

  private static final Context.Key<Long> HEADERS_READ_NANOS = Context.key("headers-read-nanos");

  private final Supplier<Responder.Identity> identity;
  private final NanoClock clock;

  EchoService(Supplier<Responder.Identity> identity, NanoClock clock) {
    this.identity = identity;
    this.clock = clock;
  }

  /// The service as it is served.
  ServerServiceDefinition definition() {
    MethodDescriptor<Optional<EchoRequest>, EchoReply> echo =
        new BoundedMarshaller<>(EchoRequest.parser(), MAX_MESSAGE_BYTES)
            .reading(ResponderGrpc.getEchoMethod());
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(ResponderGrpc.SERVICE_NAME).addMethod(echo).build())
        .addMethod(echo, ServerCalls.asyncUnaryCall(this::echo))
        .build();
  }

  private void echo(Optional<EchoRequest> request, StreamObserver<EchoReply> reply) {
    if (request.isEmpty()) {
      reply.onError(
          Status.INVALID_ARGUMENT.withDescription("not an echo request").asRuntimeException());
      return;
    }
    Responder.Identity signer = identity.get();
    reply.onNext(
        EchoReply.newBuilder()
            .setPayload(request.get().getPayload())
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
