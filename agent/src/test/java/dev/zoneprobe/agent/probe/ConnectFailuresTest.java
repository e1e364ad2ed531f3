// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zoneprobe.measure.Failure;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ConnectFailuresTest {
  private static final EventLoops EPOLL = EventLoops.start(1);
  private static final EventLoops NIO = NioLoops.start();

  /// The broadcast address of the loopback network: no route for TCP, and no packet leaves.
  private static final InetSocketAddress UNREACHABLE = new InetSocketAddress("127.255.255.255", 9);

  @AfterAll
  static void stopLoops() {
    EPOLL.close();
    NIO.close();
  }

  @Test
  void tellsARefusalByEpoll() throws IOException {
    Throwable refusal = connect(EPOLL, closedPort());

    assertThat(ConnectFailures.reason(refusal)).isEqualTo(Failure.CONNECT_REFUSED);
  }

  @Test
  void tellsARefusalByNio() throws IOException {
    Throwable refusal = connect(NIO, closedPort());

    assertThat(ConnectFailures.reason(refusal)).isEqualTo(Failure.CONNECT_REFUSED);
  }

  @Test
  void tellsARefusalByTheRuntimeInsideAnotherException() throws IOException {
    InetSocketAddress closed = closedPort();
    Throwable refusal = catchThrowable(() -> new Socket(closed.getAddress(), closed.getPort()));

    Throwable wrapped = new IOException("Failed to connect", refusal);

    assertThat(ConnectFailures.reason(wrapped)).isEqualTo(Failure.CONNECT_REFUSED);
  }

  @Test
  void tellsAMissingRouteByEpoll() {
    Throwable noRoute = connect(EPOLL, UNREACHABLE);

    assertThat(ConnectFailures.reason(noRoute)).isEqualTo(Failure.CONNECT_UNREACHABLE);
    assertThat(ConnectFailures.words(noRoute)).isEqualTo("No route to host");
  }

  @Test
  void tellsAMissingRouteByNio() {
    Throwable noRoute = connect(NIO, UNREACHABLE);

    assertThat(ConnectFailures.reason(noRoute)).isEqualTo(Failure.CONNECT_UNREACHABLE);
  }

  @Test
  void countsAFirewallsNoAsUnreachable() {
    Throwable forbidden =
        new ConnectException("connect(..) failed with error(-1): Operation not permitted");

    assertThat(ConnectFailures.reason(forbidden)).isEqualTo(Failure.CONNECT_UNREACHABLE);
  }

  @Test
  void tellsTimeouts() {
    assertThat(ConnectFailures.reason(new ConnectTimeoutException("slow")))
        .isEqualTo(Failure.CONNECT_TIMEOUT);
    assertThat(ConnectFailures.reason(new SocketTimeoutException("slow")))
        .isEqualTo(Failure.CONNECT_TIMEOUT);
    assertThat(ConnectFailures.reason(new ConnectException("Connection timed out")))
        .isEqualTo(Failure.CONNECT_TIMEOUT);
  }

  @Test
  void tellsAReset() {
    assertThat(ConnectFailures.reason(new SocketException("Connection reset")))
        .isEqualTo(Failure.CONNECT_RESET);
  }

  private static InetSocketAddress closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }
  }

  private static Throwable connect(EventLoops loops, InetSocketAddress peer) {
    return new Bootstrap()
        .group(loops.group())
        .channel(loops.socketChannel())
        .handler(new ChannelInboundHandlerAdapter())
        .connect(peer)
        .awaitUninterruptibly()
        .cause();
  }
}
