// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class LastWordSocketTest {
  @Test
  void readsWhatThePeerSaidBeforeItReset() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(connection -> {
              ScriptedServer.write(connection, "no");
              connection.getInputStream().read();
              ScriptedServer.reset(connection);
            });
        Socket bare = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      Socket socket = new LastWordSocket(bare);
      Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !takes(bare));

      socket.getOutputStream().write(new byte[] {1, 2});

      assertThat(socket.getInputStream().readNBytes(2))
          .isEqualTo("no".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static boolean takes(Socket socket) {
    try {
      socket.getOutputStream().write(0);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
