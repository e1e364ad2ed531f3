// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder.call;

import dev.zoneprobe.wire.proto.ResponderGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.Set;

/// `Check` of `grpc.health.v1`, and not `Watch`, which nobody needs who probes, and whose streams
/// and names of services would stay in memory as long as their callers like. Thread-safe.
public final class HealthService {
  /// Longest request in bytes.
  static final int MOST_BYTES = 1 << 10;

  private static final Set<String> SERVED = Set.of("", ResponderGrpc.SERVICE_NAME);

  private volatile ServingStatus status = ServingStatus.SERVING;

  /// From now on, checks are answered with NOT_SERVING.
  public void drain() {
    status = ServingStatus.NOT_SERVING;
  }

  /// The service as it is served.
  public ServerServiceDefinition definition() {
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

  private static void fail(StreamObserver<HealthCheckResponse> answer, Status status, String why) {
    answer.onError(status.withDescription(why).asRuntimeException());
  }
}
