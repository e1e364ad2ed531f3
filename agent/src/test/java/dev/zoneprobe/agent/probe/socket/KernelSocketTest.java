// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class KernelSocketTest {
  private static final int TCP_NODELAY = 1;

  private final KernelSocket info = KernelSocket.find().orElseThrow();

  @Test
  void readsTheRoundTripTimeOfAConnection() throws IOException {
    try (ScriptedServer server = new ScriptedServer(_ -> {});
        SocketChannel channel =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()))) {
      TcpFacts facts = info.ask(channel).orElseThrow();

      assertThat(facts.rtt().orElseThrow()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
      assertThat(facts.retransmits()).isZero();
    }
  }

  @Test
  void hasNoRoundTripTimeBeforeTheConnect() throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      assertThat(info.ask(channel).flatMap(TcpFacts::rtt)).isEmpty();
    }
  }

  /// As an emulator or a sandbox answers that knows the option and fills a number only.
  @Test
  void takesNoAnswerThatIsShorterThanTheStructure() throws IOException {
    try (ScriptedServer server = new ScriptedServer(_ -> {});
        SocketChannel channel =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()))) {
      int descriptor = info.descriptor(channel);
      TcpInquiry kernel = TcpInquiry.find().orElseThrow();

      assertThat(kernel.ask(descriptor)).isPresent();
      assertThat(kernel.ask(descriptor, TCP_NODELAY)).isEmpty();
    }
  }

  @Test
  void knowsNothingOfWhatIsNoConnection() {
    assertThat(TcpInquiry.find().orElseThrow().ask(-1)).isEmpty();
  }
}
