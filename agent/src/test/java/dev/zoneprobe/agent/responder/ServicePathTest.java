// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.probe.grpc.GrpcProbe;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which zone an attempt is about when a Service chooses who answers.
final class ServicePathTest {
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
  @MethodSource("ways")
  void anAttemptIsAboutTheZoneThatAnswered(Protocol protocol, Connection connection) {
    Attempt attempt = attempt(target(Subject.SERVICE, protocol), connection);

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.subject().destinationZone()).isEqualTo("zone-a");
    assertThat(attempt.circumstances().destinationNode()).contains("node-a");
  }

  static Stream<Arguments> ways() {
    return Stream.of(Connection.values())
        .flatMap(connection ->
            Stream.of(
                Arguments.of(Protocol.HTTP, connection), Arguments.of(Protocol.GRPC, connection)));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void aResponderThatDrainsFailsInItsZone(Protocol protocol) {
    running.responder().drain();

    Attempt attempt = attempt(target(Subject.SERVICE, protocol), Connection.NEW);

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.PEER_DRAINING, Phase.TOTAL));
    assertThat(attempt.subject().destinationZone()).isEqualTo("zone-a");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void aConnectionToAResponderThatDrainsIsNotUsedAgain(Protocol protocol) {
    Target target = target(Subject.SERVICE, protocol);
    try (Probe probe = probe(target, Connection.REUSED)) {
      Attempt before = attempt(probe, target);
      running.responder().drain();
      Attempt told = attempt(probe, target);
      Attempt next = attempt(probe, target);

      assertThat(before.outcome()).isEqualTo(new Outcome.Success());
      assertThat(told.circumstances().connection()).isEqualTo(Connection.REUSED);
      assertThat(next.circumstances().connection()).isEqualTo(Connection.NEW);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void aResponderThatDoesNotKnowItsZoneAnswersWithTheOneThatItIsTold(Protocol protocol)
      throws IOException {
    running.close();
    running = RunningResponder.as(new Responder.Identity("node-a", "unknown"));
    Target target = target(Subject.SERVICE, protocol);
    try (Probe probe = probe(target, Connection.REUSED)) {
      Attempt before = attempt(probe, target);
      running.responder().isIn("zone-b");
      Attempt after = attempt(probe, target);
      running.responder().isIn("zone-c");
      Attempt moved = attempt(probe, target);

      assertThat(List.of(before, after, moved))
          .extracting(attempt -> attempt.subject().destinationZone())
          .containsExactly("unknown", "zone-b", "zone-c");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void aResponderThatKnowsItsZoneStaysThere(Protocol protocol) {
    running.responder().isIn("zone-b");

    Attempt attempt = attempt(target(Subject.SERVICE, protocol), Connection.NEW);

    assertThat(attempt.subject().destinationZone()).isEqualTo("zone-a");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void anAttemptThatNobodyAnsweredIsAboutAnUnknownZone(Protocol protocol) {
    Target target = target(Subject.SERVICE, protocol);
    try (Probe probe = probe(target, Connection.NEW)) {
      running.responder().close();

      Attempt attempt = attempt(probe, target);

      assertThat(attempt.outcome().kind()).isEqualTo(Outcome.Kind.FAILURE);
      assertThat(attempt.subject().destinationZone()).isEqualTo("unknown");
      assertThat(attempt.circumstances().destinationNode()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void anyOtherTargetStaysWhatItIs(Protocol protocol) {
    Attempt attempt = attempt(target("checkout", protocol), Connection.NEW);

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.subject().destinationZone()).isEqualTo("unknown");
    assertThat(attempt.circumstances().destinationNode()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zoneprobe-zone: z\r\n", "zoneprobe-node: n\r\nzoneprobe-zone:  \r\n"})
  void whoeverDoesNotSayNodeAndZoneIsNoResponder(String headers) throws IOException {
    ScriptedServer.Script script =
        connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(
              connection, "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 0\r\n\r\n");
        };
    try (ScriptedServer server = new ScriptedServer(script)) {
      Attempt attempt = attempt(target(Subject.SERVICE, http(server.port())), Connection.NEW);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.subject().destinationZone()).isEqualTo("unknown");
    }
  }

  private Attempt attempt(Target target, Connection connection) {
    try (Probe probe = probe(target, connection)) {
      return attempt(probe, target);
    }
  }

  private static Attempt attempt(Probe probe, Target target) {
    return probe.attempt(TestTargets.begin(target));
  }

  private Probe probe(Target target, Connection wanted) {
    return switch (target.endpoint()) {
      case Endpoint.Http http -> new HttpProbe(http, wanted, new LoopbackNames());
      case Endpoint.Grpc grpc -> new GrpcProbe(grpc, wanted, new LoopbackNames(), running.loops());
      case Endpoint.Tcp _, Endpoint.Dns _ -> throw new IllegalArgumentException("" + target);
    };
  }

  private Target target(String name, Protocol protocol) {
    int port = running.port(protocol);
    return target(
        name,
        protocol == Protocol.HTTP
            ? http(port)
            : new Endpoint.Grpc("127.0.0.1", port, "", Optional.empty()));
  }

  private static Endpoint http(int port) {
    return Endpoint.Http.get(URI.create("http://127.0.0.1:" + port + "/"));
  }

  private static Target target(String name, Endpoint endpoint) {
    return new Target(
        new Subject("unknown", name, endpoint.protocol(), Subject.Owner.NONE),
        Optional.empty(),
        endpoint,
        new Target.Timing(Duration.ofSeconds(1), TestTargets.PATIENT),
        Set.of(Connection.values()));
  }
}
