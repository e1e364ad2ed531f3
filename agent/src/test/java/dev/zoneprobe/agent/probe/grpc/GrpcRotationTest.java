// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that retires a connection, as RFC 9113 section 6.8 wants it, while it is still at work
/// on a request that came over it.
final class GrpcRotationTest {
  private final EventLoops loops = EventLoops.start(1);
  private final AtomicBoolean first = new AtomicBoolean(true);
  private final CountDownLatch retired = new CountDownLatch(1);
  private final CountDownLatch overtaken = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);

  private interface Conclusion {
    void conclude(Http2Peer peer, int stream) throws IOException;
  }

  @AfterEach
  void stop() {
    loops.close();
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
      GrpcProbe probe = probe(server);
      CompletableFuture<Attempt> slow = overtaken(probe, server);
      probe.close();

      overtaken.countDown();

      assertThat(slow.get().outcome()).isEqualTo(new Outcome.Success());
      Awaitility.await().until(() -> gone.getCount() == 0);
    }
  }

  /// The attempt that a connection keeps waiting while it is replaced, and then answers so.
  private Attempt overtakenWith(Conclusion conclusion) throws Exception {
    try (ScriptedServer server = new ScriptedServer(connection -> play(connection, conclusion));
        GrpcProbe probe = probe(server)) {
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

  private GrpcProbe probe(ScriptedServer server) {
    return new GrpcProbe(endpoint(server), Connection.REUSED, new LoopbackNames(), loops);
  }

  private static Attempt attempt(GrpcProbe probe, ScriptedServer server) {
    return probe.attempt(
        TestTargets.begin(TestTargets.target(endpoint(server), TestTargets.PATIENT)));
  }

  private static Endpoint.Grpc endpoint(ScriptedServer server) {
    return new Endpoint.Grpc("127.0.0.1", server.port(), "", Optional.empty());
  }
}
