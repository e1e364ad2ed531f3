// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.page;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that are refused before anything of the collector has seen them.
final class RefusedRequestTest {
  private Collector collector;

  @BeforeEach
  void start() throws Exception {
    collector =
        new Collector(
            SettingsFile.parse("test", "listen: {grpc: 0, http: 0}", CollectorFile::settings),
            new SteppingClock(NOW));
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  private String answer(String firstLine, String header) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), collector.httpPort())) {
      socket.setSoTimeout(10_000);
      String request = firstLine + "\r\n" + header + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1                  | Host: x       | 200",
        "GET /nothing HTTP/1.1           | Host: x       | 404",
        "GET /%2e%2e/etc/passwd HTTP/1.1 | Host: x       | 400",
        "GET /a%2fb HTTP/1.1             | Host: x       | 404",
        "GET /<script> HTTP/1.1          | Host: x       | 400",
        "OPTIONS * HTTP/1.1              | Host: x       | 404",
        "TRACE / HTTP/1.1                | Host: x       | 404",
        "NONSENSE / HTTP/1.1             | Host: x       | 501",
        "GET / HTTP/1.1                  | No-Host: x    | 400",
        "GET / HTTP/9.9                  | Host: x       | 505",
        "GET /                           | Host: x       | 505",
        "GET / HTTP/1.1                  | Host: <b>x</b>| 400",
      })
  void tellBrowsersWhatTheyMustNotDo(String firstLine, String header, int status)
      throws IOException {
    String answer = answer(firstLine, header);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer)
        .containsOnlyOnce("Content-Security-Policy: default-src 'none'")
        .containsOnlyOnce("X-Content-Type-Options: nosniff")
        .containsOnlyOnce("X-Frame-Options: DENY")
        .doesNotContainIgnoringCase("text/html")
        .doesNotContainIgnoringCase("jetty")
        .doesNotContain("<script>");
  }
}
