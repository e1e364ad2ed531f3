// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.grpc.GrpcProbe;
import dev.zoneprobe.agent.probe.http.HttpProbe;
import dev.zoneprobe.agent.probe.socket.DeadlineWatch;
import dev.zoneprobe.agent.probe.tcp.TcpProbe;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.HttpExpectation;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What ends before the deadline, and is learnt of after it: the end that was stamped counts.
final class LateLearningTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final LateToLearn CLOCK = new LateToLearn(TIMEOUT.plusMillis(500));

  /// That of TCPMUX, which is historic (RFC 7805). A port that clients are given, too, could be the
  /// client's own.
  private static final int NOBODY = 1;

  private final EventLoops loops = EventLoops.start(1);
  private final DeadlineWatch deadlines = new DeadlineWatch();

  @AfterEach
  void stop() {
    deadlines.close();
    loops.close();
  }

  @Test
  void aConnectThatWasRefusedInTimeIsNoTimeout() {
    Endpoint.Tcp endpoint = new Endpoint.Tcp("127.0.0.1", NOBODY);

    Attempt attempt = attempt(new TcpProbe(endpoint, new LoopbackNames(), deadlines), endpoint);

    failedInTime(attempt, Failure.CONNECT_REFUSED, Phase.TCP_CONNECT);
  }

  @Test
  void anHttpConnectionThatWasRefusedInTimeIsNoTimeout() {
    Endpoint.Http endpoint = http(NOBODY);

    Attempt attempt =
        attempt(new HttpProbe(endpoint, Connection.NEW, new LoopbackNames()), endpoint);

    failedInTime(attempt, Failure.CONNECT_REFUSED, Phase.TCP_CONNECT);
  }

  @Test
  void aHostThatIsUnknownInTimeIsNoTimeout() {
    Endpoint.Http endpoint = Endpoint.Http.get(URI.create("http://nobody.invalid/"));
    NameLookup nobody =
        (host, attempt) -> {
          attempt.start(Phase.DNS_LOOKUP);
          attempt.ends();
          throw new LookupFailedException(host, Failure.DNS_NXDOMAIN);
        };

    Attempt attempt = attempt(new HttpProbe(endpoint, Connection.NEW, nobody), endpoint);

    failedInTime(attempt, Failure.DNS_NXDOMAIN, Phase.DNS_LOOKUP);
  }

  @Test
  void anHttpAnswerThatCameInTimeIsASuccess() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
        })) {
      Endpoint.Http endpoint = http(server.port());

      Attempt attempt =
          attempt(new HttpProbe(endpoint, Connection.NEW, new LoopbackNames()), endpoint);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    }
  }

  /// OkHttp tells of its end before it hands the answer over, and then does not if it has been told
  /// to give up by then.
  @ParameterizedTest
  @CsvSource({
    "GET, HTTP/1.1 200 OK;Content-Length: 0",
    "GET, HTTP/1.1 204 No Content",
    "GET, HTTP/1.1 302 Found;Content-Length: 0",
    "HEAD, HTTP/1.1 200 OK;Content-Length: 4"
  })
  void oneWithoutABodyIsAsWell(String method, String head) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, head.replace(";", "\r\n") + "\r\n\r\n");
        })) {
      Endpoint.Http endpoint =
          new Endpoint.Http(
              http(server.port()).uri(),
              new HttpRequest(method, List.of(), Optional.empty()),
              new HttpExpectation(Set.of("2xx", "302"), Optional.empty(), Optional.empty()),
              Endpoint.Tls.DEFAULT);

      Attempt attempt =
          attempt(new HttpProbe(endpoint, Connection.NEW, new LoopbackNames()), endpoint);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
      assertThat(attempt.phaseNanos().get(Phase.TOTAL)).isLessThan(TIMEOUT.toNanos());
    }
  }

  @Test
  void anHttpAnswerThatWasResetInTimeIsNoTimeout() throws IOException {
    try (ScriptedServer server = new ScriptedServer(LateLearningTest::readAndReset)) {
      Endpoint.Http endpoint = http(server.port());

      Attempt attempt =
          attempt(new HttpProbe(endpoint, Connection.NEW, new LoopbackNames()), endpoint);

      failedInTime(attempt, Failure.RESPONSE_RESET, Phase.ROUND_TRIP);
    }
  }

  @Test
  void aGrpcConnectionThatWasResetInTimeIsNoTimeout() throws IOException {
    try (ScriptedServer server = new ScriptedServer(LateLearningTest::readAndReset)) {
      Endpoint.Grpc endpoint = grpc(server.port());

      Attempt attempt =
          attempt(new GrpcProbe(endpoint, Connection.NEW, new LoopbackNames(), loops), endpoint);

      failedInTime(attempt, Failure.RESPONSE_RESET, Phase.HTTP2_SETUP);
    }
  }

  @Test
  void aGrpcConnectionThatAnsweredInTimeIsUsedAgain() throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
    Endpoint.Grpc endpoint = grpc(server.getPort());
    try (GrpcProbe warmUp = new GrpcProbe(endpoint, Connection.NEW, new LoopbackNames(), loops);
        GrpcProbe probe = new GrpcProbe(endpoint, Connection.REUSED, new LoopbackNames(), loops)) {
      warmUp.attempt(Attempts.begin(endpoint, TestTargets.PATIENT));
      Attempt first = probe.attempt(Attempts.begin(endpoint, TIMEOUT, CLOCK));
      Attempt second = probe.attempt(Attempts.begin(endpoint, TestTargets.PATIENT));

      assertThat(first.outcome()).isEqualTo(new Outcome.Success());
      assertThat(second.circumstances().connection()).isEqualTo(Connection.REUSED);
    } finally {
      server.shutdownNow();
    }
  }

  private static void failedInTime(Attempt attempt, Failure reason, Phase during) {
    assertThat(attempt.outcome()).isEqualTo(new Outcome.Failed(reason, during));
    assertThat(attempt.phaseNanos().get(Phase.TOTAL)).isLessThan(TIMEOUT.toNanos());
  }

  private static Attempt attempt(Probe probe, Endpoint endpoint) {
    try (probe) {
      return probe.attempt(Attempts.begin(endpoint, TIMEOUT, CLOCK));
    }
  }

  private static void readAndReset(Socket connection) throws IOException {
    ScriptedServer.readHead(connection);
    ScriptedServer.reset(connection);
  }

  private static Endpoint.Http http(int port) {
    return Endpoint.Http.get(URI.create("http://127.0.0.1:" + port + "/"));
  }

  private static Endpoint.Grpc grpc(int port) {
    return new Endpoint.Grpc("127.0.0.1", port, "", Optional.empty());
  }
}
