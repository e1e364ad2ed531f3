// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
  @EnumSource
  void anAttemptIsAboutTheZoneThatAnswered(Connection connection) {
    Attempt attempt = attempt(Subject.SERVICE, running.port(Protocol.HTTP), connection);

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    assertThat(attempt.subject().destinationZone()).isEqualTo("zone-a");
    assertThat(attempt.circumstances().destinationNode()).contains("node-a");
  }

  @Test
  void aResponderThatDrainsFailsInItsZone() {
    running.responder().drain();

    Attempt attempt = attempt(Subject.SERVICE, running.port(Protocol.HTTP), Connection.NEW);

    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(Failure.PEER_DRAINING, Phase.TOTAL));
    assertThat(attempt.subject().destinationZone()).isEqualTo("zone-a");
  }

  @Test
  void anAttemptThatNobodyAnsweredIsAboutAnUnknownZone() {
    int port = running.port(Protocol.HTTP);
    running.close();

    Attempt attempt = attempt(Subject.SERVICE, port, Connection.NEW);

    assertThat(attempt.outcome().kind()).isEqualTo(Outcome.Kind.FAILURE);
    assertThat(attempt.subject().destinationZone()).isEqualTo("unknown");
    assertThat(attempt.circumstances().destinationNode()).isEmpty();
  }

  @Test
  void anyOtherTargetStaysWhatItIs() {
    Attempt attempt = attempt("checkout", running.port(Protocol.HTTP), Connection.NEW);

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
      Attempt attempt = attempt(Subject.SERVICE, server.port(), Connection.NEW);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.subject().destinationZone()).isEqualTo("unknown");
    }
  }

  private static Attempt attempt(String name, int port, Connection connection) {
    Endpoint.Http endpoint = Endpoint.Http.get(URI.create("http://127.0.0.1:" + port + "/"));
    Target target =
        new Target(
            new Subject("unknown", name, Protocol.HTTP, Subject.Owner.NONE),
            Optional.empty(),
            endpoint,
            new Target.Timing(Duration.ofSeconds(1), TestTargets.PATIENT),
            Set.of(Connection.values()));
    try (Probe probe = new HttpProbe(endpoint, connection, new LoopbackNames())) {
      long now = NanoClock.SYSTEM.nanos();
      return probe.attempt(new OngoingAttempt(1, target, NanoClock.SYSTEM, now));
    }
  }
}
