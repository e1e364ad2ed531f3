// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Protocol;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ResponderTest {
  private static final Responder.Limits TWO_CONNECTIONS =
      new Responder.Limits(
          2, 2, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"HTTP", "GRPC", "TCP"})
  void refusesConnectionsBeyondTheBound(Protocol protocol) throws IOException {
    try (RunningResponder running = RunningResponder.start(TWO_CONNECTIONS, NanoClock.SYSTEM)) {
      refusesTheThird(running, protocol);
    }
  }

  @Test
  void refusesConnectionsBeyondTheBoundWithoutEpoll() throws IOException {
    EventLoops loops =
        new EventLoops(
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
            NioSocketChannel.class,
            NioDatagramChannel.class,
            NioServerSocketChannel.class);
    try (RunningResponder running =
        RunningResponder.start(loops, TWO_CONNECTIONS, NanoClock.SYSTEM)) {
      refusesTheThird(running, Protocol.HTTP);
    }
  }

  private static void refusesTheThird(RunningResponder running, Protocol protocol)
      throws IOException {
    ListenerCounts counts = running.counts(protocol);

    try (Peer _ = running.connect(protocol);
        Peer _ = running.connect(protocol);
        Peer third = running.connect(protocol)) {
      assertThat(third.isCutOff()).isTrue();
      assertThat(counts.open()).isEqualTo(2);
      assertThat(counts.accepted()).isEqualTo(2);
      assertThat(counts.refused()).isEqualTo(1);
    }
  }

  @Test
  void hasRoomAgainWhenAConnectionIsClosed() throws IOException {
    try (RunningResponder running = RunningResponder.start(TWO_CONNECTIONS, NanoClock.SYSTEM);
        Peer _ = running.connect(Protocol.HTTP)) {
      running.connect(Protocol.HTTP).close();
      await().until(() -> running.counts(Protocol.HTTP).accepted() == 2);
      await().until(() -> running.counts(Protocol.HTTP).open() == 1);

      try (Peer next = running.connect(Protocol.HTTP)) {
        next.get("/");
        assertThat(next.hearUntil("responder\n")).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void acceptsTcpAndSaysNothingUntilThePeerCloses() throws IOException {
    try (RunningResponder running = RunningResponder.start();
        Peer peer = running.connect(Protocol.TCP)) {
      peer.say("anybody there?");
      peer.socket().shutdownOutput();

      assertThat(peer.hearToTheEnd()).isEmpty();
      await().untilAsserted(() -> assertThat(running.counts(Protocol.TCP).open()).isZero());
      assertThat(running.counts(Protocol.TCP).requests()).isEqualTo(1);
    }
  }

  @Test
  void closesAnIdleTcpConnection() throws IOException {
    Duration soon = Duration.ofMillis(200);
    try (RunningResponder running =
            RunningResponder.start(RunningResponder.impatient(soon, soon), NanoClock.SYSTEM);
        Peer peer = running.connect(Protocol.TCP)) {
      assertThat(peer.isCutOff()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"HTTP", "GRPC", "TCP"})
  void namesThePortThatIsTaken(Protocol protocol) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, RunningResponder.LOOPBACK);
        EventLoops loops = EventLoops.start(1)) {
      ResponderSettings settings = settingsWith(protocol, taken.getLocalPort());

      assertThatThrownBy(
              () -> new Responder(settings, RunningResponder.IDENTITY, loops, NanoClock.SYSTEM))
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith(
              "the responder cannot listen for %s on 127.0.0.1:%d: "
                  .formatted(protocol.label(), taken.getLocalPort()))
          .hasMessageContaining("Address already in use");
    }
  }

  private static ResponderSettings settingsWith(Protocol protocol, int port) {
    return new ResponderSettings(
        RunningResponder.LOOPBACK,
        protocol == Protocol.HTTP ? port : 0,
        protocol == Protocol.GRPC ? port : 0,
        protocol == Protocol.TCP ? port : 0,
        Duration.ZERO);
  }

  @Test
  void keepsNoPortIfOneIsTaken() throws IOException {
    int free = freePort();
    try (ServerSocket taken = new ServerSocket(0, 1, RunningResponder.LOOPBACK);
        EventLoops loops = EventLoops.start(1)) {
      ResponderSettings settings =
          new ResponderSettings(
              RunningResponder.LOOPBACK, free, 0, taken.getLocalPort(), Duration.ZERO);

      assertThatThrownBy(
              () -> new Responder(settings, RunningResponder.IDENTITY, loops, NanoClock.SYSTEM))
          .isInstanceOf(BindException.class);
      assertThatThrownBy(() -> Peer.connect(free)).isInstanceOf(ConnectException.class);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, RunningResponder.LOOPBACK)) {
      return free.getLocalPort();
    }
  }

  @Test
  void closesItsConnectionsWithItself() throws IOException {
    try (RunningResponder running = RunningResponder.start();
        Peer http = running.connect(Protocol.HTTP);
        Peer tcp = running.connect(Protocol.TCP)) {
      await().until(() -> running.counts(Protocol.HTTP).open() == 1);
      await().until(() -> running.counts(Protocol.TCP).open() == 1);

      running.responder().close();

      assertThat(http.isCutOff()).isTrue();
      assertThat(tcp.isCutOff()).isTrue();
      assertThatThrownBy(() -> running.connect(Protocol.HTTP)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void refusesANodeThatCannotBeAHeaderOrLabel() {
    assertThatThrownBy(() -> new Responder.Identity("node\r\nx: y", "zone-a"))
        .hasMessage("node contains an unprintable character");
  }
}
