// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.probe.tls.ClientHello;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Peers that hang, that remember, and that speak something else.
final class GrpcPeerTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  private final EventLoops loops = EventLoops.start(1);
  private final HealthStatusManager health = new HealthStatusManager();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicBoolean firstHangs = new AtomicBoolean();

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void replacesAConnectionThatHangsAfterOneDeadline() throws IOException {
    try (TestGrpcServer server = TestGrpcServer.serving(health.getHealthService());
        ScriptedServer relay = new ScriptedServer(client -> relay(client, server.port()))) {
      Endpoint.Grpc endpoint = endpoint(relay.port(), Optional.empty());
      try (GrpcProbe probe = probe(endpoint, Connection.REUSED)) {
        attempt(probe, endpoint, TestTargets.PATIENT);
        firstHangs.set(true);

        Attempt hanging = attempt(probe, endpoint, SHORT);
        Attempt next = attempt(probe, endpoint, TestTargets.PATIENT);

        assertThat(hanging.circumstances().connection()).isEqualTo(Connection.REUSED);
        assertThat(hanging.outcome())
            .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP));
        assertThat(hanging.trace().detail()).isEmpty();
        assertThat(next.outcome()).isEqualTo(new Outcome.Success());
        assertThat(next.circumstances().connection()).isEqualTo(Connection.NEW);
      }
    }
  }

  @Test
  void anAnswerThatIsCutOffIsAReset() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          Http2Peer peer = Http2Peer.accept(connection);
          peer.begin(peer.readRequest(), "", new byte[0]);
          connection.close();
        })) {
      Endpoint.Grpc endpoint = endpoint(server.port(), Optional.empty());
      try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
        Attempt attempt = attempt(probe, endpoint, TestTargets.PATIENT);

        assertThat(attempt.outcome())
            .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.TRANSFER));
      }
    }
  }

  @Test
  void tellsAnHttp2ResponseThatIsNotGrpc() throws IOException {
    try (ScriptedServer server = new ScriptedServer(GrpcPeerTest::answerWithAPage)) {
      Endpoint.Grpc endpoint = endpoint(server.port(), Optional.empty());
      try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
        Attempt attempt = attempt(probe, endpoint, TestTargets.PATIENT);

        assertThat(attempt.outcome())
            .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.ROUND_TRIP));
        assertThat(attempt.trace().detail().orElseThrow())
            .contains("404")
            .doesNotContain("\n", "Metadata");
      }
    }
  }

  @Test
  void offersToResumeNoSession() throws Exception {
    TestAuthority authority = new TestAuthority();
    CompletableFuture<ClientHello> second = new CompletableFuture<>();
    try (TestGrpcServer server =
            TestGrpcServer.secured(authority.certificate("shop.test"), health.getHealthService());
        ScriptedServer relay =
            new ScriptedServer(client -> {
              if (connections.get() == 0) {
                relay(client, server.port());
              } else {
                second.complete(ClientHello.read(client.getInputStream()));
                client.close();
              }
            })) {
      Endpoint.Grpc endpoint = endpoint(relay.port(), Optional.of(authority.trusted()));
      try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
        Attempt first = attempt(probe, endpoint, TestTargets.PATIENT);
        attempt(probe, endpoint, TestTargets.PATIENT);

        assertThat(first.outcome()).isEqualTo(new Outcome.Success());
        assertThat(second.get().offersToResume()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"web, web", "shop.test., shop.test", "127.0.0.1,"})
  void asksForTheHostByItsNameIfItHasOne(String host, @Nullable String asked) throws Exception {
    CompletableFuture<ClientHello> hello = new CompletableFuture<>();
    try (ScriptedServer server =
        new ScriptedServer(client -> {
          hello.complete(ClientHello.read(client.getInputStream()));
          client.close();
        })) {
      Endpoint.Grpc endpoint =
          endpoint(server.port(), Optional.of(new TestAuthority().trusted().named(host)));
      try (GrpcProbe probe = probe(endpoint, Connection.NEW)) {
        attempt(probe, endpoint, TestTargets.PATIENT);

        assertThat(hello.get().serverName()).isEqualTo(Optional.ofNullable(asked));
      }
    }
  }

  /// Frames of RFC 9113: once the request is in, status 404 and a page.
  private static void answerWithAPage(Socket connection) throws IOException {
    Http2Peer.accept(connection).readRequest();
    OutputStream out = connection.getOutputStream();
    out.write(HexFormat.of().parseHex("0000010104000000038d")); // :status 404
    out.write(HexFormat.of().parseHex("000004000100000003"));
    out.write("none".getBytes(StandardCharsets.US_ASCII));
  }

  private void relay(Socket client, int port) throws IOException {
    boolean first = connections.getAndIncrement() == 0;
    try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      Thread.ofVirtual().start(() -> copy(server, client, first));
      copy(client, server, first);
    }
  }

  /// Copies; what comes over the first connection while that hangs is lost.
  private void copy(Socket from, Socket to, boolean first) {
    byte[] bytes = new byte[1 << 14];
    try {
      for (int count = 0; count >= 0; count = from.getInputStream().read(bytes)) {
        if (!first || !firstHangs.get()) {
          to.getOutputStream().write(bytes, 0, count);
        }
      }
    } catch (IOException _) {
      // One of them has closed.
    }
  }

  private GrpcProbe probe(Endpoint.Grpc endpoint, Connection wanted) {
    return new GrpcProbe(endpoint, wanted, new LoopbackNames(), loops);
  }

  private static Attempt attempt(GrpcProbe probe, Endpoint.Grpc endpoint, Duration timeout) {
    return probe.attempt(TestTargets.begin(TestTargets.target(endpoint, timeout)));
  }

  private static Endpoint.Grpc endpoint(int port, Optional<Endpoint.Tls> tls) {
    return new Endpoint.Grpc("shop.test", port, "", tls);
  }
}
