// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A host that has no file descriptor left for a connection.
final class GrpcDescriptorsTest {
  private final EventLoops loops = EventLoops.start(1);

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void failsAtOnceWhenNoSocketCanBeOpened() {
    Endpoint.Grpc endpoint = new Endpoint.Grpc("127.0.0.1", 1, "", Optional.empty());
    try (GrpcProbe probe =
        new GrpcProbe(endpoint, Connection.NEW, new LoopbackNames(), withoutDescriptors())) {
      Attempt attempt =
          probe.attempt(TestTargets.begin(TestTargets.target(endpoint, TestTargets.PATIENT)));

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.CONNECT_UNREACHABLE, Phase.TOTAL));
      assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
      assertThat(TestTargets.took(attempt, Phase.TOTAL)).isLessThan(TestTargets.PATIENT);
    }
  }

  private EventLoops withoutDescriptors() {
    return new EventLoops(
        loops.group(),
        SocketWithoutDescriptor.class,
        loops.datagramChannel(),
        loops.serverSocketChannel());
  }

  /// Throws as Netty's sockets do; public, because Netty makes it by reflection.
  public static final class SocketWithoutDescriptor extends NioSocketChannel {
    public SocketWithoutDescriptor() {
      super(opened());
    }

    private static SocketChannel opened() {
      throw new ChannelException(
          new IOException("newSocketStream(..) failed: Too many open files"));
    }
  }
}
