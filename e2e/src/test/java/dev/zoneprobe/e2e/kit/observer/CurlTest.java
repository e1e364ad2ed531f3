// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.e2e.kit.server.TestAuthority;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RequiresProgram({Program.CURL, Program.NGINX})
final class CurlTest {
  @Test
  void timesThePartsOfARequestOverTls() throws Exception {
    try (TestAuthority authority = new TestAuthority();
        Nginx nginx = Nginx.tls(authority.issue("127.0.0.1"))) {
      Curl curl = Curl.get(nginx.url("/ok"), "--cacert", authority.pem().toString());

      assertThat(curl.status()).isEqualTo(200);
      assertThat(curl.tcpConnect()).isPositive();
      assertThat(curl.tlsHandshake()).isGreaterThan(curl.tcpConnect());
      assertThat(curl.firstByte()).isGreaterThan(curl.tlsHandshake());
      assertThat(curl.total()).isBetween(curl.firstByte(), Duration.ofSeconds(5));
    }
  }

  @Test
  void reportsAFailure() {
    assertThatThrownBy(() -> Curl.get("http://127.0.0.1:" + FreePort.next()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("curl ended with 7");
  }
}
