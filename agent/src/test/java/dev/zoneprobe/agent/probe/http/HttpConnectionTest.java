// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.RealTime;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.probe.Attempts;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.ScriptedServer;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What a connection can do to an attempt.
final class HttpConnectionTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine";
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void tellsThatAConnectionWasRefused() throws IOException {
    int port = unusedPort();

    Attempt attempt = probe(port, TestTargets.PATIENT);

    assertThat(attempt.outcome())
        .isEqualTo(new Outcome.Failed(Failure.CONNECT_REFUSED, Phase.TCP_CONNECT));
    assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
  }

  @Test
  void timesOutWhileTheServerKeepsSilent() throws IOException {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::readHead)) {
      Attempt attempt = probe(server.port(), SHORT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP));
      assertThat(TestTargets.took(attempt, Phase.TOTAL)).isEqualTo(SHORT);
      assertThat(attempt.phaseNanos()).containsKey(Phase.KERNEL_RTT);
    }
  }

  @Test
  void usesNextToNoCpuWhileItWaits() throws IOException {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::readHead)) {
      Duration before = cpuOfOkHttpsThreads();

      Attempt _ = probe(server.port(), SHORT);

      assertThat(cpuOfOkHttpsThreads().minus(before)).isLessThan(Duration.ofMillis(60));
    }
  }

  /// Those that look after connections live on for a minute, and are named after their task.
  private static Duration cpuOfOkHttpsThreads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().startsWith("OkHttp"))
        .map(
            thread -> Duration.ofNanos(Math.max(0, threads.getThreadCpuTime(thread.getThreadId()))))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void timesOutWhileTheBodyKeepsTheReaderWaiting() throws IOException {
    try (ScriptedServer server = new ScriptedServer(answering(ANSWER.replace(": 4", ": 5")))) {
      Attempt attempt = probe(server.port(), SHORT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.TRANSFER));
    }
  }

  @Test
  void returnsSoonAfterTheDeadline() throws IOException {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer::readHead)) {
      Target target = target(server.port(), SHORT);
      try (HttpProbe probe =
          new HttpProbe((Endpoint.Http) target.endpoint(), Connection.NEW, new LoopbackNames())) {
        Duration shortest =
            Stream.generate(
                    () -> TestTargets.Waited.on(() -> probe.attempt(TestTargets.begin(target))))
                .limit(3)
                .map(TestTargets.Waited::span)
                .min(Duration::compareTo)
                .orElseThrow();

        assertThat(shortest).isLessThan(SHORT.plusMillis(200));
      }
    }
  }

  @Test
  void whatComesAfterTheDeadlineIsNoAnswer() throws IOException {
    SteppingClock clock = new SteppingClock();
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          clock.step(TestTargets.PATIENT.plusNanos(1));
          ScriptedServer.write(connection, ANSWER.replace("200 OK", "500 No"));
        })) {
      Endpoint.Http endpoint = (Endpoint.Http) target(server.port(), SHORT).endpoint();
      try (HttpProbe probe = new HttpProbe(endpoint, Connection.NEW, new LoopbackNames())) {
        Attempt attempt = probe.attempt(Attempts.begin(endpoint, TestTargets.PATIENT, clock));

        assertThat(attempt.outcome())
            .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP));
        assertThat(TestTargets.took(attempt, Phase.TOTAL)).isEqualTo(TestTargets.PATIENT);
        assertThat(attempt.trace().detail()).isEmpty();
      }
    }
  }

  /// OkHttp throws the rest of an answer away once it has been told to give up: that it was read to
  /// its end then makes it no answer without a body.
  @Test
  void anAnswerThatIsThrownAwayAtTheDeadlineIsNone() throws IOException {
    AtomicBoolean arrived = new AtomicBoolean();
    NanoClock heldUpOnce =
        () -> {
          if (arrived.compareAndSet(true, false)) {
            RealTime.passes(SHORT.plusMillis(500), "the head is read after the deadline");
          }
          return NanoClock.SYSTEM.nanos();
        };
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          arrived.set(true);
          ScriptedServer.write(connection, ANSWER);
        })) {
      Endpoint.Http endpoint = (Endpoint.Http) target(server.port(), SHORT).endpoint();
      try (HttpProbe probe = new HttpProbe(endpoint, Connection.NEW, new LoopbackNames())) {
        Attempt attempt = probe.attempt(Attempts.begin(endpoint, SHORT, heldUpOnce));

        assertThat(attempt.outcome())
            .isEqualTo(new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP));
        assertThat(attempt.trace().detail()).isEmpty();
      }
    }
  }

  @Test
  void tellsThatTheServerResetTheConnection() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.reset(connection);
        })) {
      Attempt attempt = probe(server.port(), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.ROUND_TRIP));
    }
  }

  @Test
  void tellsThatTheAnswerWasCutShort() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          answering(ANSWER.replace(": 4", ": 5")).play(connection);
          connection.close();
        })) {
      Attempt attempt = probe(server.port(), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.TRANSFER));
    }
  }

  @Test
  void tellsThatTheServerDoesNotSpeakHttp() throws IOException {
    try (ScriptedServer server = new ScriptedServer(answering("220 mail.test ESMTP\r\n"))) {
      Attempt attempt = probe(server.port(), TestTargets.PATIENT);

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.HTTP_PROTOCOL, Phase.TRANSFER));
    }
  }

  @Test
  void readsABodyThatEndsWithTheConnection() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          answering("HTTP/1.1 200 OK\r\n\r\nfine").play(connection);
          connection.close();
        })) {
      Attempt attempt = probe(server.port(), TestTargets.PATIENT);

      assertThat(attempt.outcome()).isEqualTo(new Outcome.Success());
    }
  }

  @Test
  void roundTripEndsWithTheFirstByteOfTheHead() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          ScriptedServer.readHead(connection);
          ScriptedServer.write(connection, ANSWER.substring(0, 1));
          pause();
          ScriptedServer.write(connection, ANSWER.substring(1));
        })) {
      Attempt attempt =
          TestTargets.leastDisturbed(
              () -> probe(server.port(), TestTargets.PATIENT), Phase.ROUND_TRIP);

      assertThat(TestTargets.took(attempt, Phase.ROUND_TRIP)).isLessThan(Duration.ofMillis(50));
      assertThat(TestTargets.took(attempt, Phase.TRANSFER)).isGreaterThan(Duration.ofMillis(50));
    }
  }

  @Test
  void replacesAnIdleConnectionThatTheServerClosed() throws IOException {
    try (ScriptedServer server = new ScriptedServer(HttpConnectionTest::answerForEver)) {
      Target target = target(server.port(), TestTargets.PATIENT);
      try (HttpProbe probe =
          new HttpProbe(
              (Endpoint.Http) target.endpoint(), Connection.REUSED, new LoopbackNames())) {
        probe.attempt(TestTargets.begin(target));
        server.closeConnections();

        Attempt second = probe.attempt(TestTargets.begin(target));

        assertThat(second.outcome()).isEqualTo(new Outcome.Success());
        assertThat(second.circumstances().connection()).isEqualTo(Connection.NEW);
        assertThat(TestTargets.gap(second)).isPositive();
        assertThat(server.connections()).isEqualTo(2);
      }
    }
  }

  @Test
  void aConnectionLostDuringTheAnswerIsNotReplaced() throws IOException {
    CountDownLatch first = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          answering(ANSWER).play(connection);
          first.countDown();
          answering("HTTP/1.1 2").play(connection);
          connection.close();
        })) {
      Target target = target(server.port(), TestTargets.PATIENT);
      try (HttpProbe probe =
          new HttpProbe(
              (Endpoint.Http) target.endpoint(), Connection.REUSED, new LoopbackNames())) {
        probe.attempt(TestTargets.begin(target));

        Attempt second = probe.attempt(TestTargets.begin(target));

        assertThat(second.outcome())
            .isEqualTo(new Outcome.Failed(Failure.RESPONSE_RESET, Phase.TRANSFER));
        assertThat(second.circumstances().connection()).isEqualTo(Connection.REUSED);
      }
    }
  }

  @Test
  void closingTheProbeClosesTheConnectionThatItKept() throws IOException {
    CountDownLatch gone = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          answering(ANSWER).play(connection);
          if (connection.getInputStream().read() < 0) {
            gone.countDown();
          }
        })) {
      Target target = target(server.port(), TestTargets.PATIENT);
      HttpProbe probe =
          new HttpProbe((Endpoint.Http) target.endpoint(), Connection.REUSED, new LoopbackNames());
      probe.attempt(TestTargets.begin(target));

      probe.close();

      Awaitility.await().until(() -> gone.getCount() == 0);
    }
  }

  private static void answerForEver(Socket connection) throws IOException, InterruptedException {
    while (true) {
      answering(ANSWER).play(connection);
    }
  }

  private static ScriptedServer.Script answering(String text) {
    return connection -> {
      ScriptedServer.readHead(connection);
      ScriptedServer.write(connection, text);
    };
  }

  private static void pause() {
    RealTime.passes(Duration.ofMillis(60), "a server is slow");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Attempt probe(int port, Duration timeout) {
    Target target = target(port, timeout);
    try (HttpProbe probe =
        new HttpProbe((Endpoint.Http) target.endpoint(), Connection.NEW, new LoopbackNames())) {
      return probe.attempt(TestTargets.begin(target));
    }
  }

  private static Target target(int port, Duration timeout) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    return TestTargets.target(Endpoint.Http.get(uri), timeout);
  }
}
