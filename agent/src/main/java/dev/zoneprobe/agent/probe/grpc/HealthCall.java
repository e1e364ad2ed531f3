// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.RequestHeaders;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

  /// Asks over `channel`, until the deadline of `attempt`. The server is told of none: one that
  /// keeps to it would answer that it did, and might be earlier than the deadline itself.
  ///
  /// @throws StatusRuntimeException if there is no answer, or none that is in order
  ServingStatus make(Channel channel, OngoingAttempt attempt, CallStamps stamps) {
    Channel carrying =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(current()));
    CallOptions traced = CallOptions.DEFAULT.withStreamTracerFactory(tracing(stamps));
    CallOptions options = authority.map(traced::withAuthority).orElse(traced);
    ClientCall<HealthCheckRequest, HealthCheckResponse> call =
        carrying.newCall(HealthGrpc.getCheckMethod(), options);
    Future<HealthCheckResponse> answer = ClientCalls.futureUnaryCall(call, request);
    try {
      return await(answer, call, attempt).getStatus();
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e).asRuntimeException(Status.trailersFromThrowable(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.cancel("the probe is closed", e);
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    }
  }

  /// A call that is given up has ended, and told so, when this returns.
  private static HealthCheckResponse await(
      Future<HealthCheckResponse> answer, ClientCall<?, ?> call, OngoingAttempt attempt)
      throws ExecutionException, InterruptedException {
    try {
      return answer.get(attempt.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      call.cancel("no answer by the deadline of the attempt", e);
      return answer.get();
    }
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
