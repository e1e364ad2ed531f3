// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests that the server surely did not process (RFC 9113, section 8.7), and those that it is
/// still at work on when it retires their connection (section 6.8).
final class GrpcRefusalTest {
  private final EventLoops loops = EventLoops.start(1);
  private final AtomicBoolean first = new AtomicBoolean(true);
  private final CountDownLatch retired = new CountDownLatch(1);
  private final CountDownLatch overtaken = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);

  private interface Refusal {
    void refuse(Http2Peer peer, int stream, int answered) throws IOException;
  }

  private interface Conclusion {
    void conclude(Http2Peer peer, int stream) throws IOException;
  }

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void goesOnOverANewConnectionWhenTheReusedOneIsRetired() throws IOException {
    goesOnOverNewConnections((peer, _, answered) -> peer.goAway(answered));
  }

  @Test
  void goesOnOverANewConnectionWhenTheReusedOneRefusesTheRequest() throws IOException {
    goesOnOverNewConnections((peer, stream, _) -> peer.refuse(stream));
  }

  @Test
  void hasNoDetailOfARefusalIfTheDeadlinePassesBeforeItGoesOn() throws IOException {
    AtomicBoolean refuses = new AtomicBoolean();
    try (ScriptedServer server =
            new ScriptedServer(socket ->
                refuseTheSecond(
                    socket,
                    (peer, stream, _) -> {
                      refuses.set(true);
                      peer.refuse(stream);
                    }));
        GrpcProbe probe = probe(server, Connection.REUSED)) {
      attempt(probe, server);

      Attempt late =
          probe.attempt(Attempts.begin(endpoint(server), TestTargets.PATIENT, heldUpOnce(refuses)));

      assertThat(late.outcome())
          .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP));
      assertThat(late.trace().detail()).isEmpty();
    }
  }

  /// The time of an attempt whose thread learns past the deadline of what came in time: that it is
  /// refused.
  private static NanoClock heldUpOnce(AtomicBoolean refuses) {
    Thread attempting = Thread.currentThread();
    AtomicBoolean stamped = new AtomicBoolean();
    return () -> {
      if (Thread.currentThread().equals(attempting)) {
        return stamped.get() ? TestTargets.PATIENT.plusNanos(1).toNanos() : 0;
      }
      stamped.compareAndSet(false, refuses.get());
      return 0;
    };
  }

  @Test
  void failsWhenANewConnectionIsRetiredBeforeItsFirstAnswer() throws IOException {
    failsOverANewConnection((peer, _, answered) -> peer.goAway(answered));
  }

  @Test
  void failsWhenANewConnectionRefusesTheRequest() throws IOException {
    failsOverANewConnection((peer, stream, _) -> peer.refuse(stream));
  }

  @Test
  void knowsThatARequestWasNeverSentOverAConnectionRetiredBefore() throws Exception {
    try (ScriptedServer server = new ScriptedServer(socket -> Http2Peer.accept(socket).goAway(0))) {
      Endpoint.Grpc endpoint = endpoint(server);
      OngoingAttempt attempt = TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT));
      InetSocketAddress peer =
          new InetSocketAddress(InetAddress.ofLiteral(endpoint.host()), endpoint.port());
      try (GrpcConnection connection = new GrpcDialer(endpoint, loops).connection(peer, attempt)) {
        connection.open(attempt);
        Awaitility.await().until(() -> !connection.isReady());
        CallStamps stamps = connection.stamps(attempt);

        assertThatThrownBy(() -> connection.make(new HealthCall(endpoint), attempt, stamps))
            .isInstanceOf(StatusRuntimeException.class);

        assertThat(connection.isGone()).isFalse();
        assertThat(stamps.isUnprocessed()).isTrue();
      }
    }
  }

  @Test
  void aSlowAnswerOverAConnectionThatWasReplacedCounts() throws Exception {
    Attempt slow = overtakenWith(Http2Peer::answer);

    assertThat(slow.outcome()).isEqualTo(new Outcome.Success());
    assertThat(slow.circumstances().connection()).isEqualTo(Connection.REUSED);
  }

  @Test
  void aRefusalToGoOnOverAConnectionThatWasReplacedIsAFailure() throws Exception {
    Attempt slow = overtakenWith(Http2Peer::cancel);

    assertThat(slow.outcome())
        .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.ROUND_TRIP));
    assertThat(slow.circumstances().connection()).isEqualTo(Connection.REUSED);
  }

  @Test
  void aConnectionThatWasReplacedClosesWithItsLastCallAlsoIfTheProbeIsClosed() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(connection -> play(connection, Http2Peer::answer))) {
      GrpcProbe probe = probe(server, Connection.REUSED);
      CompletableFuture<Attempt> slow = overtaken(probe, server);
      probe.close();

      overtaken.countDown();

      assertThat(slow.get().outcome()).isEqualTo(new Outcome.Success());
      Awaitility.await().until(() -> gone.getCount() == 0);
    }
  }

  private void goesOnOverNewConnections(Refusal refusal) throws IOException {
    try (ScriptedServer server = new ScriptedServer(socket -> refuseTheSecond(socket, refusal));
        GrpcProbe probe = probe(server, Connection.REUSED)) {
      attempt(probe, server);

      for (int connections = 2; connections <= 3; connections++) {
        Attempt replaced = attempt(probe, server);

        assertThat(replaced.outcome()).isEqualTo(new Outcome.Success());
        assertThat(replaced.circumstances().connection()).isEqualTo(Connection.NEW);
        assertThat(TestTargets.disjointPhases(replaced)).containsKey(Phase.TCP_CONNECT);
        assertThat(server.connections()).isEqualTo(connections);
      }
    }
  }

  private void failsOverANewConnection(Refusal refusal) throws IOException {
    try (ScriptedServer server = new ScriptedServer(socket -> refuseTheFirst(socket, refusal));
        GrpcProbe probe = probe(server, Connection.NEW)) {
      Attempt attempt = attempt(probe, server);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.ROUND_TRIP));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static void refuseTheFirst(Socket socket, Refusal refusal) throws IOException {
    Http2Peer peer = Http2Peer.accept(socket);
    refusal.refuse(peer, peer.readRequest(), 0);
  }

  private static void refuseTheSecond(Socket socket, Refusal refusal) throws IOException {
    Http2Peer peer = Http2Peer.accept(socket);
    int first = peer.readRequest();
    peer.answer(first);
    refusal.refuse(peer, peer.readRequest(), first);
  }

  /// The attempt that a connection keeps waiting while it is replaced, and then answers so.
  private Attempt overtakenWith(Conclusion conclusion) throws Exception {
    try (ScriptedServer server = new ScriptedServer(connection -> play(connection, conclusion));
        GrpcProbe probe = probe(server, Connection.REUSED)) {
      CompletableFuture<Attempt> slow = overtaken(probe, server);
      overtaken.countDown();
      Attempt attempt = slow.get();

      assertThat(server.connections()).isEqualTo(2);
      Awaitility.await().until(() -> gone.getCount() == 0);
      return attempt;
    }
  }

  private CompletableFuture<Attempt> overtaken(GrpcProbe probe, ScriptedServer server)
      throws InterruptedException {
    attempt(probe, server);
    CompletableFuture<Attempt> slow =
        CompletableFuture.supplyAsync(
            () -> attempt(probe, server), Executors.newVirtualThreadPerTaskExecutor());
    retired.await();
    Attempt quick = attempt(probe, server);
    assertThat(quick.outcome()).isEqualTo(new Outcome.Success());
    assertThat(quick.circumstances().connection()).isEqualTo(Connection.NEW);
    return slow;
  }

  private void play(Socket connection, Conclusion conclusion)
      throws IOException, InterruptedException {
    Http2Peer peer = Http2Peer.accept(connection);
    boolean rotates = first.getAndSet(false);
    peer.answer(peer.readRequest());
    int stream = peer.readRequest();
    if (rotates) {
      peer.goAway(stream);
      peer.awaitReading();
      retired.countDown();
      overtaken.await();
      conclusion.conclude(peer, stream);
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      gone.countDown();
    }
  }

  private GrpcProbe probe(ScriptedServer server, Connection wanted) {
    return new GrpcProbe(endpoint(server), wanted, new LoopbackNames(), loops);
  }

  private static Attempt attempt(GrpcProbe probe, ScriptedServer server) {
    return probe.attempt(
        TestTargets.begin(TestTargets.target(endpoint(server), TestTargets.PATIENT)));
  }

  private static Endpoint.Grpc endpoint(ScriptedServer server) {
    return new Endpoint.Grpc("127.0.0.1", server.port(), "", Optional.empty());
  }
}
