// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GrpcProbeTest {
  private static final Duration DELAY = Duration.ofMillis(50);

  private final EventLoops loops = EventLoops.start(1);
  private final HealthStatusManager health = new HealthStatusManager();

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void recordsEveryPhaseOfANewConnectionToAName() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Attempt attempt = probeOnce(endpoint("name.test", server.port(), ""));

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
      assertThat(TestTargets.disjointPhases(attempt))
          .containsOnlyKeys(
              Phase.DNS_LOOKUP,
              Phase.TCP_CONNECT,
              Phase.HTTP2_SETUP,
              Phase.ROUND_TRIP,
              Phase.TRANSFER);
    }
  }

  @Test
  void hasNoLookupForALiteralAddress() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Attempt attempt = probeOnce(endpoint("127.0.0.1", server.port(), ""));

      assertThat(TestTargets.disjointPhases(attempt)).doesNotContainKey(Phase.DNS_LOOKUP);
    }
  }

  @Test
  void asksTheKernelForItsRoundTripTime() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Attempt attempt = probeOnce(endpoint("127.0.0.1", server.port(), ""));

      assertThat(TestTargets.took(attempt, Phase.KERNEL_RTT))
          .isBetween(Duration.ofNanos(1_000), TestTargets.took(attempt, Phase.TOTAL));
      assertThat(attempt.trace().retransmits().syns()).isZero();
    }
  }

  @Test
  void phasesExplainTheTotal() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Endpoint.Grpc endpoint = endpoint("127.0.0.1", server.port(), "");
      try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
        Duration smallestGap =
            Stream.generate(() -> attempt(probe, endpoint))
                .limit(200)
                .map(TestTargets::gap)
                .min(Duration::compareTo)
                .orElseThrow();

        assertThat(smallestGap).isBetween(Duration.ZERO, Duration.ofMillis(10));
      }
    }
  }

  @Test
  void countsAServerThatThinksAsRoundTrip() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(answeringLate())) {
      Attempt attempt = probeOnce(endpoint("127.0.0.1", server.port(), ""));

      assertThat(TestTargets.took(attempt, Phase.ROUND_TRIP)).isGreaterThanOrEqualTo(DELAY);
      assertThat(TestTargets.took(attempt, Phase.TRANSFER)).isLessThan(DELAY);
      assertThat(TestTargets.took(attempt, Phase.HTTP2_SETUP)).isLessThan(DELAY);
    }
  }

  @Test
  void failsOnAServiceThatIsNotServing() throws IOException {
    health.setStatus("shop", ServingStatus.NOT_SERVING);
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Attempt attempt = probeOnce(endpoint("127.0.0.1", server.port(), "shop"));

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.GRPC_NOT_SERVING, Phase.TOTAL));
    }
  }

  @Test
  void aServiceThatTheServerDoesNotKnowIsNotServing() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Attempt attempt = probeOnce(endpoint("127.0.0.1", server.port(), "nobody"));

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.GRPC_NOT_SERVING, Phase.TOTAL));
    }
  }

  @Test
  void anAnswerOfTrailersOnlyHasNoTransfer() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Attempt attempt = probeOnce(endpoint("127.0.0.1", server.port(), "nobody"));

      assertThat(TestTargets.disjointPhases(attempt))
          .containsOnlyKeys(Phase.TCP_CONNECT, Phase.HTTP2_SETUP, Phase.ROUND_TRIP);
    }
  }

  @Test
  void failsOnAStatusThatMeansFailure() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(failing(Status.UNAVAILABLE))) {
      Attempt attempt = probeOnce(endpoint("127.0.0.1", server.port(), ""));

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.GRPC_STATUS, Phase.TOTAL));
    }
  }

  @Test
  void failsOnAServerWithoutTheHealthService() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving()) {
      Attempt attempt = probeOnce(endpoint("127.0.0.1", server.port(), ""));

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.GRPC_STATUS, Phase.TOTAL));
    }
  }

  @Test
  void timesOutInTheRoundTrip() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(silent())) {
      Endpoint.Grpc endpoint = endpoint("127.0.0.1", server.port(), "");
      Target target = TestTargets.target(endpoint, Duration.ofSeconds(1));
      try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
        Attempt attempt = probe.attempt(TestTargets.begin(target));

        assertThat(attempt.outcome())
            .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP));
        assertThat(TestTargets.took(attempt, Phase.TOTAL)).isEqualTo(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void whatComesAfterTheDeadlineIsNoAnswer() throws IOException {
    SteppingClock clock = new SteppingClock();
    try (TestGrpcServer server = TestGrpcServer.serving(tooLate(clock))) {
      Endpoint.Grpc endpoint = endpoint("127.0.0.1", server.port(), "");
      try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
        Attempt attempt = probe.attempt(Attempts.begin(endpoint, TestTargets.PATIENT, clock));

        assertThat(attempt.outcome())
            .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP));
        assertThat(attempt.trace().detail()).isEmpty();
      }
    }
  }

  @Test
  void leavesTheKeptConnectionAloneWhereTheDeadlineHasPassed() throws IOException {
    SteppingClock clock = new SteppingClock();
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Endpoint.Grpc endpoint = endpoint("127.0.0.1", server.port(), "");
      OngoingAttempt overdue = Attempts.begin(endpoint, TestTargets.PATIENT, clock);
      clock.step(TestTargets.PATIENT.multipliedBy(2));
      try (GrpcProbe probe = probe(endpoint, Connection.REUSED)) {
        attempt(probe, endpoint);
        Attempt late = probe.attempt(overdue);
        Attempt next = attempt(probe, endpoint);

        assertThat(late.circumstances().connection()).isEqualTo(Connection.NEW);
        assertThat(late.outcome())
            .isEqualTo(new Outcome.Failed(Failure.CONNECT_TIMEOUT, Phase.TOTAL));
        assertThat(next.circumstances().connection()).isEqualTo(Connection.REUSED);
      }
    }
  }

  @Test
  void reusesAConnection() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Endpoint.Grpc endpoint = endpoint("127.0.0.1", server.port(), "");
      try (GrpcProbe probe = probe(endpoint, Connection.REUSED)) {
        Attempt first = attempt(probe, endpoint);

        Attempt second = attempt(probe, endpoint);

        assertThat(first.circumstances().connection()).isEqualTo(Connection.NEW);
        assertThat(second.circumstances().connection()).isEqualTo(Connection.REUSED);
        assertThat(TestTargets.disjointPhases(second))
            .containsOnlyKeys(Phase.ROUND_TRIP, Phase.TRANSFER);
        assertThat(second.phaseNanos()).containsKey(Phase.KERNEL_RTT);
      }
    }
  }

  @Test
  void replacesAConnectionWhoseServerHasGone() throws IOException {
    try (TestGrpcServer first = TestGrpcServer.serving(health.getHealthService())) {
      int port = first.port();
      Endpoint.Grpc endpoint = endpoint("127.0.0.1", port, "");
      try (GrpcProbe probe = probe(endpoint, Connection.REUSED)) {
        attempt(probe, endpoint);
        first.stop();
        try (TestGrpcServer _ = TestGrpcServer.servingOn(port, health.getHealthService())) {
          Attempt second = attempt(probe, endpoint);

          assertThat(second.outcome()).isEqualTo(new Outcome.Success());
          assertThat(second.circumstances().connection()).isEqualTo(Connection.NEW);
        }
      }
    }
  }

  @Test
  void opensAConnectionForEveryAttemptThatWantsANewOne() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService())) {
      Endpoint.Grpc endpoint = endpoint("127.0.0.1", server.port(), "");
      try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
        attempt(probe, endpoint);

        Attempt second = attempt(probe, endpoint);

        assertThat(second.circumstances().connection()).isEqualTo(Connection.NEW);
        assertThat(TestTargets.disjointPhases(second)).containsKey(Phase.TCP_CONNECT);
      }
    }
  }

  @Test
  void failsInTheLookupOfANameThatDoesNotExist() {
    Attempt attempt = probeOnce(endpoint("name.invalid", 1, ""));

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.DNS_NXDOMAIN, Phase.DNS_LOOKUP));
  }

  @Test
  void takesAServerWithoutHealthChecksForAliveOnlyIfItsStatusIsExpected() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(new HealthGrpc.HealthImplBase() {})) {
      Endpoint.Grpc strict = endpoint("127.0.0.1", server.port(), "");
      Endpoint.Grpc tolerant =
          new Endpoint.Grpc(
              "127.0.0.1",
              server.port(),
              "",
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Set.of("UNIMPLEMENTED"));

      assertThat(probeOnce(strict).outcome())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.reason()).isEqualTo(Failure.GRPC_STATUS));
      assertThat(probeOnce(tolerant).outcome()).isEqualTo(new Outcome.Success());
      assertThat(TestTargets.disjointPhases(probeOnce(tolerant))).containsKey(Phase.ROUND_TRIP);
    }
  }

  private Attempt probeOnce(Endpoint.Grpc endpoint) {
    try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
      return attempt(probe, endpoint);
    }
  }

  private static Attempt attempt(GrpcProbe probe, Endpoint.Grpc endpoint) {
    return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));
  }

  private GrpcProbe probe(Endpoint.Grpc endpoint, Connection wanted) {
    return new GrpcProbe(endpoint, wanted, new LoopbackNames(), loops);
  }

  private static Endpoint.Grpc endpoint(String host, int port, String service) {
    return new Endpoint.Grpc(host, port, service, Optional.empty());
  }

  private static BindableService answeringLate() {
    Executor later =
        CompletableFuture.delayedExecutor(DELAY.toMillis() + 10, TimeUnit.MILLISECONDS);
    return new HealthGrpc.HealthImplBase() {
      @Override
      public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
        later.execute(() -> {
          answer.onNext(HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
          answer.onCompleted();
        });
      }
    };
  }

  private static BindableService tooLate(SteppingClock clock) {
    return new HealthGrpc.HealthImplBase() {
      @Override
      public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
        clock.step(TestTargets.PATIENT.plusNanos(1));
        answer.onNext(HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
        answer.onCompleted();
      }
    };
  }

  private static BindableService failing(Status status) {
    return new HealthGrpc.HealthImplBase() {
      @Override
      public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
        answer.onError(status.asException());
      }
    };
  }

  private static BindableService silent() {
    return new HealthGrpc.HealthImplBase() {
      @Override
      public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {}
    };
  }
}
