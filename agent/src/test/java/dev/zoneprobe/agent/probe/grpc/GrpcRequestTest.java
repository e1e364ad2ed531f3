// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Header;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a target's settings make of a call.
final class GrpcRequestTest {
  private final EventLoops loops = EventLoops.start(1);
  private final HealthStatusManager health = new HealthStatusManager();
  private final TestAuthority authority = new TestAuthority();
  private final HeldCertificate certificate = authority.certificate("shop.test");
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

  private record Received(String authority, Optional<String> token, Set<String> names) {}

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void sendsMetadataAndItsOwnAuthority() throws Exception {
    try (TestGrpcServer server = TestGrpcServer.serving(this::noting)) {
      Outcome outcome = outcome(endpoint(server.port(), Optional.empty()));

      assertThat(outcome).isEqualTo(new Outcome.Success());
      Received request = received.take();
      assertThat(request.authority()).isEqualTo("shop.example");
      assertThat(request.token()).contains("secret");
    }
  }

  /// A server that gave up by itself would answer so, perhaps just before the deadline.
  @Test
  void tellsTheServerOfNoDeadline() throws Exception {
    try (TestGrpcServer server = TestGrpcServer.serving(this::noting)) {
      outcome(endpoint(server.port(), Optional.empty()));

      assertThat(received.take().names()).contains("x-token").doesNotContain("grpc-timeout");
    }
  }

  @Test
  void verifiesTheServerNameAndSendsAnotherAuthority() throws Exception {
    try (TestGrpcServer server = TestGrpcServer.secured(certificate, this::noting)) {
      Outcome outcome = outcome(endpoint(server.port(), Optional.of(authority.trusted())));

      assertThat(outcome).isEqualTo(new Outcome.Success());
      assertThat(received.take().authority()).isEqualTo("shop.example");
    }
  }

  @Test
  void showsItsOwnCertificateToAServerThatAsks() throws IOException {
    try (TestGrpcServer server =
        TestGrpcServer.demandingClients(certificate, authority, health.getHealthService())) {
      Endpoint.Tls known = authority.trusted().as(authority.client());

      assertThat(outcome(endpoint(server.port(), Optional.of(known))))
          .isEqualTo(new Outcome.Success());
      assertThat(outcome(endpoint(server.port(), Optional.of(authority.trusted()))).kind())
          .isEqualTo(Outcome.Kind.FAILURE);
    }
  }

  @Test
  void takesAnyCertificateWhereItIsToldToAndTellsWhenItExpires() throws IOException {
    HeldCertificate other = authority.expiredCertificate("other.test");
    try (TestGrpcServer server = TestGrpcServer.secured(other, health.getHealthService())) {
      Attempt attempt =
          attempt(endpoint(server.port(), Optional.of(Endpoint.Tls.DEFAULT.unverified())));

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.trace().certificateExpiry())
          .contains(other.certificate().getNotAfter().toInstant());
    }
  }

  private ServerServiceDefinition noting() {
    ServerInterceptor notes =
        new ServerInterceptor() {
          @Override
          public <Q, R> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            Metadata.Key<String> token =
                Metadata.Key.of("x-token", Metadata.ASCII_STRING_MARSHALLER);
            received.add(
                new Received(
                    String.valueOf(call.getAuthority()),
                    Optional.ofNullable(headers.get(token)),
                    headers.keys()));
            return next.startCall(call, headers);
          }
        };
    return ServerInterceptors.intercept(health.getHealthService(), notes);
  }

  private Outcome outcome(Endpoint.Grpc endpoint) {
    return attempt(endpoint).outcome();
  }

  private Attempt attempt(Endpoint.Grpc endpoint) {
    try (GrpcProbe probe = new GrpcProbe(endpoint, Connection.NEW, new LoopbackNames(), loops)) {
      return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
    }
  }

  private static Endpoint.Grpc endpoint(int port, Optional<Endpoint.Tls> tls) {
    Header token = new Header("X-Token", new Header.Text("secret"));
    return new Endpoint.Grpc(
        "shop.test", port, "", tls, List.of(token), Optional.of("shop.example"), Set.of());
  }
}
