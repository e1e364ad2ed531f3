// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.demo.layout.Layout.Listener;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PortCheckTest {
  private final InetAddress loopback = InetAddress.getLoopbackAddress();

  @Test
  void namesThePortThatSomebodyElseListensOn() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
      InetSocketAddress address = new InetSocketAddress(loopback, taken.getLocalPort());

      List<String> problems =
          PortCheck.problems(List.of(new Listener(address, "collector", false)));

      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith("127.0.0.1:" + taken.getLocalPort() + " (collector) ")
          .contains("in use");
    }
  }

  @Test
  void namesThePortWhoseDatagramsSomebodyElseReceives() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
      InetSocketAddress address = new InetSocketAddress(loopback, taken.getLocalPort());

      List<String> problems =
          PortCheck.problems(List.of(new Listener(address, "name server", true)));

      assertThat(problems).singleElement().asString().contains("(name server)");
    }
  }

  @Test
  void findsNothingWrongWithAFreePort() throws IOException {
    InetSocketAddress free;
    try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
      free = new InetSocketAddress(loopback, socket.getLocalPort());
    }

    assertThat(PortCheck.problems(List.of(new Listener(free, "anything", true)))).isEmpty();
  }
}
