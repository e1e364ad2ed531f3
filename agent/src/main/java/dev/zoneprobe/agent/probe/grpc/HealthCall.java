// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.RequestHeaders;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The question of a health check, as one endpoint wants to be asked. Thread-safe.
final class HealthCall {
  private final HealthCheckRequest request;
  private final RequestHeaders metadata;
  private final Optional<String> authority;

  HealthCall(Endpoint.Grpc endpoint) {
    this.request = HealthCheckRequest.newBuilder().setService(endpoint.service()).build();
    this.metadata = new RequestHeaders(endpoint.metadata());
    this.authority = endpoint.authority();
  }

  /// Asks over `channel`, until the deadline of `attempt`.
  ///
  /// @throws StatusRuntimeException if there is no answer, or none that is in order
  ServingStatus make(Channel channel, OngoingAttempt attempt, CallStamps stamps) {
    Channel carrying =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(current()));
    CallOptions timed =
        CallOptions.DEFAULT
            .withDeadlineAfter(attempt.remaining().toNanos(), TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(tracing(stamps));
    CallOptions options = authority.map(timed::withAuthority).orElse(timed);
    return ClientCalls.blockingUnaryCall(carrying, HealthGrpc.getCheckMethod(), options, request)
        .getStatus();
  }

  private Metadata current() {
    Metadata current = new Metadata();
    metadata.forEach((name, value) ->
        current.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    return current;
  }

  private static ClientStreamTracer.Factory tracing(CallStamps stamps) {
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(
          ClientStreamTracer.StreamInfo info, Metadata headers) {
        return stamps;
      }
    };
  }
}
