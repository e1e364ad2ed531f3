// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asked by curl, which trusts nobody but the certificate that it is given.
@RequiresProgram(Program.CURL)
final class CheckoutTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path folder;

  @Test
  void answersWithTheStatusThatItIsTold() throws Exception {
    try (Checkout checkout = new Checkout(ANY_PORT, "checkout.test", folder)) {
      assertThat(ask(checkout)).isEqualTo("200");

      checkout.answerWith(503);
      assertThat(ask(checkout)).isEqualTo("503");
    }
  }

  private String ask(Checkout checkout) throws Exception {
    int port = checkout.address().getPort();
    Process curl =
        new ProcessBuilder(
                Program.CURL.command(
                    "-s",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code}",
                    "--cacert",
                    checkout.certificate().toString(),
                    "--resolve",
                    "checkout.test:%d:127.0.0.1".formatted(port),
                    "https://checkout.test:%d/".formatted(port)))
            .start();
    return new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
