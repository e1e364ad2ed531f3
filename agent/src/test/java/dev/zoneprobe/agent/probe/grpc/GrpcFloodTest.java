// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestAuthority;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Servers that ask for answers and read none.
final class GrpcFloodTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final int FRAMES_AT_ONCE = 1_000;

  private final EventLoops loops = EventLoops.start(1);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong writtenBefore = new AtomicLong();
  private final CountDownLatch gone = new CountDownLatch(1);
  private final TestAuthority authority = new TestAuthority();
  private final SSLContext context =
      TestAuthority.showing(authority.certificate("shop.test")).sslContext();

  @AfterEach
  void stop() {
    loops.close();
  }

  @ParameterizedTest
  @EnumSource(Flood.class)
  void isReadNoFurtherThanItReads(Flood flood) throws Exception {
    try (ScriptedServer server = new ScriptedServer(connection -> write(flood, connection))) {
      CompletableFuture<Attempt> attempt = new CompletableFuture<>();
      try (GrpcProbe probe = probe(endpoint(flood, server))) {
        OngoingAttempt begun = begin(endpoint(flood, server), TestTargets.PATIENT);
        Thread.ofVirtual().start(() -> attempt.complete(probe.attempt(begun)));

        Awaitility.await().pollInterval(SHORT).until(this::writesNoMore);

        assertThat(attempt).isNotDone();
      }
      assertThat(attempt.get().outcome().kind()).isEqualTo(Outcome.Kind.FAILURE);
    }
  }

  private boolean writesNoMore() {
    long now = written.get();
    return now > 0 && now == writtenBefore.getAndSet(now);
  }

  @ParameterizedTest
  @EnumSource(Flood.class)
  void losesItsConnectionSoonAfterTheAttempt(Flood flood) throws IOException {
    try (ScriptedServer server = new ScriptedServer(connection -> write(flood, connection));
        GrpcProbe probe = probe(endpoint(flood, server))) {
      Attempt attempt = probe.attempt(begin(endpoint(flood, server), SHORT));

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP));
      Awaitility.await().atMost(SHORT.multipliedBy(3)).until(() -> gone.getCount() == 0);
    }
  }

  private void write(Flood flood, Socket connection) throws IOException {
    Socket carrier = flood.isOverTls ? secured(connection) : connection;
    try {
      Http2Peer peer = Http2Peer.accept(carrier);
      while (true) {
        peer.write(flood.frame, FRAMES_AT_ONCE);
        written.addAndGet(FRAMES_AT_ONCE);
      }
    } finally {
      gone.countDown();
    }
  }

  private SSLSocket secured(Socket connection) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private Endpoint.Grpc endpoint(Flood flood, ScriptedServer server) {
    Optional<Endpoint.Tls> tls = Optional.of(authority.trusted()).filter(_ -> flood.isOverTls);
    return new Endpoint.Grpc("shop.test", server.port(), "", tls);
  }

  private GrpcProbe probe(Endpoint.Grpc endpoint) {
    return new GrpcProbe(endpoint, Connection.NEW, new LoopbackNames(), loops);
  }

  private static OngoingAttempt begin(Endpoint.Grpc endpoint, Duration timeout) {
    return TestTargets.begin(TestTargets.target(endpoint, timeout));
  }

  /// What asks for an answer each time.
  enum Flood {
    PING("0000080600000000000102030405060708", false),
    PING_OVER_TLS(PING.frame, true),
    SETTINGS("000000040000000000", false),
    SETTINGS_OVER_TLS(SETTINGS.frame, true);

    private final String frame;
    private final boolean isOverTls;

    Flood(String frame, boolean isOverTls) {
      this.frame = frame;
      this.isOverTls = isOverTls;
    }
  }
}
