// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
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
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Sends a payload back with the name of the responder and the time that it took; beside it, the
/// health check and how both read requests. Thread-safe.
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

  /// Reads requests of at most so many bytes, without the fields that nobody here knows, which
  /// would take many times their size in memory. What is longer or no such request becomes an empty
  /// value: for an exception, gRPC would write a stack trace. Thread-safe.
  static final class BoundedMarshaller<M extends Message>
      implements MethodDescriptor.Marshaller<Optional<M>> {
    private final Parser<M> parser;
    private final int mostBytes;

    BoundedMarshaller(Parser<M> parser, int mostBytes) {
      this.parser = DiscardUnknownFieldsParser.wrap(parser);
      this.mostBytes = mostBytes;
    }

    /// `generated`, with requests that are read by this.
    <A> MethodDescriptor<Optional<M>, A> reading(MethodDescriptor<M, A> generated) {
      return generated.toBuilder(this, generated.getResponseMarshaller()).build();
    }

    @Override
    public Optional<M> parse(InputStream bytes) {
      try {
        byte[] request = bytes.readNBytes(mostBytes + 1);
        return request.length > mostBytes
            ? Optional.empty()
            : Optional.of(parser.parseFrom(request));
      } catch (IOException _) {
        return Optional.empty();
      }
    }

    @Override
    public InputStream stream(Optional<M> request) {
      throw new UnsupportedOperationException("a responder asks nobody");
    }
  }

  /// `Check` of `grpc.health.v1`, and not `Watch`, which nobody needs who probes, and whose streams
  /// and names of services would stay in memory as long as their callers like. Thread-safe.
  static final class HealthService {
    /// Longest request in bytes.
    static final int MOST_BYTES = 1 << 10;

    private static final Set<String> SERVED = Set.of("", ResponderGrpc.SERVICE_NAME);

    private volatile ServingStatus status = ServingStatus.SERVING;

    /// From now on, checks are answered with NOT_SERVING.
    void drain() {
      status = ServingStatus.NOT_SERVING;
    }

    /// The service as it is served.
    ServerServiceDefinition definition() {
      MethodDescriptor<Optional<HealthCheckRequest>, HealthCheckResponse> check =
          new BoundedMarshaller<>(HealthCheckRequest.parser(), MOST_BYTES)
              .reading(HealthGrpc.getCheckMethod());
      return ServerServiceDefinition.builder(
              ServiceDescriptor.newBuilder(HealthGrpc.SERVICE_NAME).addMethod(check).build())
          .addMethod(check, ServerCalls.asyncUnaryCall(this::check))
          .build();
    }

    private void check(
        Optional<HealthCheckRequest> request, StreamObserver<HealthCheckResponse> answer) {
      if (request.isEmpty()) {
        fail(answer, Status.INVALID_ARGUMENT, "not a health check, or longer than 1 KiB");
      } else if (!SERVED.contains(request.get().getService())) {
        fail(answer, Status.NOT_FOUND, "unknown service");
      } else {
        answer.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
        answer.onCompleted();
      }
    }

    private static void fail(
        StreamObserver<HealthCheckResponse> answer, Status status, String why) {
      answer.onError(status.withDescription(why).asRuntimeException());
    }
  }
}
