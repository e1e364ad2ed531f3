// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

@RequiresProgram(Program.HAPROXY)
final class HaProxyTest {
  @Test
  void passesWhatItReceivesToItsBackend() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket backend = new ServerSocket(0, 8, loopback);
        HaProxy proxy = HaProxy.inFrontOf(backend.getLocalPort());
        Socket client = new Socket(loopback, proxy.port())) {
      client.getOutputStream().write(42);

      try (Socket accepted = firstThatSpeaks(backend)) {
        assertThat(accepted.getPort()).isPositive();
      }
    }
  }

  /// The check for readiness has opened and closed a connection of its own before.
  private static Socket firstThatSpeaks(ServerSocket backend) throws Exception {
    while (true) {
      Socket accepted = backend.accept();
      if (speaks(accepted)) {
        return accepted;
      }
      accepted.close();
    }
  }

  private static boolean speaks(Socket accepted) throws IOException {
    try {
      return accepted.getInputStream().read() == 42;
    } catch (SocketException _) {
      return false; // the check for readiness ended with a reset
    }
  }
}
