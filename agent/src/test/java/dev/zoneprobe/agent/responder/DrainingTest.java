// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.probe.grpc.GrpcProbe;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a responder that goes away looks like to those who probe it.
final class DrainingTest {
  @SuppressWarnings("NullAway.Init") // by start()
  private RunningResponder running;

  @BeforeEach
  void start() throws IOException {
    running = RunningResponder.start();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatDrainsIsToldApartOverHttp(Connection wanted) {
    assertToldApart(target(Protocol.HTTP, Optional.of("node-a")), wanted);
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatDrainsIsToldApartOverGrpc(Connection wanted) {
    assertToldApart(target(Protocol.GRPC, Optional.of("node-a")), wanted);
  }

  private void assertToldApart(Target peer, Connection wanted) {
    try (Probe probe = probe(peer.endpoint(), wanted)) {
      Outcome before = outcome(probe, peer);

      running.responder().drain();

      assertThat(before).isEqualTo(new Outcome.Success());
      assertThat(outcome(probe, peer))
          .isEqualTo(new Outcome.Failed(Failure.PEER_DRAINING, Phase.TOTAL));
    }
  }

  @Test
  void anEndpointThatIsNoPeerIsJudgedByItsAnswer() {
    running.responder().drain();
    Target http = target(Protocol.HTTP, Optional.empty());
    Target grpc = target(Protocol.GRPC, Optional.empty());
    try (Probe first = probe(http.endpoint(), Connection.NEW);
        Probe second = probe(grpc.endpoint(), Connection.NEW)) {
      assertThat(outcome(first, http))
          .isEqualTo(new Outcome.Failed(Failure.HTTP_STATUS, Phase.TOTAL));
      assertThat(outcome(second, grpc))
          .isEqualTo(new Outcome.Failed(Failure.GRPC_NOT_SERVING, Phase.TOTAL));
    }
  }

  @Test
  void peersHaveTheTimeThatTheyAreGiven() throws IOException, InterruptedException {
    Duration drain = Duration.ofMillis(300);
    try (RunningResponder leaving = RunningResponder.openFor(drain, NanoClock.SYSTEM)) {
      long beginNanos = NanoClock.SYSTEM.nanos();
      leaving.responder().drain();

      leaving.responder().awaitDrained();

      assertThat(Duration.ofNanos(NanoClock.SYSTEM.nanos() - beginNanos))
          .isGreaterThanOrEqualTo(drain);
      for (Protocol protocol : List.of(Protocol.HTTP, Protocol.GRPC, Protocol.TCP)) {
        leaving.connect(protocol).close();
      }
    }
  }

  @Test
  @Timeout(10)
  void whatElseTookItsTimeMeanwhileIsNotWaitedForAgain() throws IOException, InterruptedException {
    SteppingClock clock = new SteppingClock();
    Duration drain = Duration.ofHours(1);
    try (RunningResponder leaving = RunningResponder.openFor(drain, clock)) {
      leaving.responder().drain();
      clock.step(drain);

      leaving.responder().awaitDrained();

      leaving.connect(Protocol.TCP).close();
    }
  }

  private static Outcome outcome(Probe probe, Target target) {
    long now = NanoClock.SYSTEM.nanos();
    return probe.attempt(new OngoingAttempt(1, target, NanoClock.SYSTEM, now)).outcome();
  }

  private Probe probe(Endpoint endpoint, Connection wanted) {
    return switch (endpoint) {
      case Endpoint.Http http -> new HttpProbe(http, wanted, new LoopbackNames());
      case Endpoint.Grpc grpc -> new GrpcProbe(grpc, wanted, new LoopbackNames(), running.loops());
      case Endpoint.Tcp _, Endpoint.Dns _ -> throw new IllegalArgumentException("" + endpoint);
    };
  }

  private Target target(Protocol protocol, Optional<String> node) {
    Endpoint endpoint =
        protocol == Protocol.HTTP
            ? Endpoint.Http.get(URI.create("http://127.0.0.1:" + running.port(protocol) + "/"))
            : new Endpoint.Grpc("127.0.0.1", running.port(protocol), "", Optional.empty());
    return new Target(
        new Subject("zone-a", Subject.PEER, protocol, Subject.Owner.NONE),
        node,
        endpoint,
        new Target.Timing(Duration.ofSeconds(1), TestTargets.PATIENT),
        Set.of(Connection.values()));
  }
}
