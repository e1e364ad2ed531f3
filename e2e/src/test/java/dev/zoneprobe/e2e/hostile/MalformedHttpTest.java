// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that no HTTP client writes, byte by byte.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MalformedHttpTest {
  private static final String LIST = "/api/v1/attempts";
  private static final int PATIENCE_MILLIS = 5_000;

  private final BesiegedCollector collector = new BesiegedCollector("limits: {readers: 50}");

  @AfterAll
  void close() {
    collector.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        request("no HTTP", "\u0000\u0001\u0002\r\n\r\n"),
        request("gRPC's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        request("a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"),
        request("no such version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"),
        request("no such method", "sET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        request("a long method", "X".repeat(10_000) + " / HTTP/1.1\r\nHost: x\r\n\r\n"),
        request("no host", "GET /metrics HTTP/1.1\r\n\r\n"),
        request("two lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")),
        request(
            "length and chunks",
            post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        request("a negative length", post("Content-Length: -1\r\n", "")),
        request(
            "a chunk of all memory",
            post("Transfer-Encoding: chunked\r\n", "7fffffffffffffff\r\nx")),
        request("huge headers", get("/metrics", "X-Long: " + "a".repeat(100_000) + "\r\n")),
        request("ten thousand headers", get("/metrics", "X: y\r\n".repeat(10_000))),
        request("a broken header", get("/metrics", "X\u0000Y: \u0007\r\n")),
        request("a strange Accept", get("/metrics", "Accept: " + ",;q=*/".repeat(500) + "\r\n")),
        request("half an escape", get(LIST + "?target=%", "")),
        request("no hexadecimal", get(LIST + "?target=%zz&limit=%4", "")),
        request("no UTF-8", get(LIST + "?target=%ff%fe%c0%80", "")),
        request("a long query", get(LIST + "?target=" + "a".repeat(10_000), "")),
        request("a thousand parameters", get(LIST + "?" + "limit=1&".repeat(1_000), "")),
        request("a number out of range", get(LIST + "?limit=99999999999999999999", "")),
        request("no id", get(LIST + "/%00%0a..%2f..%2fetc", "")),
        request("a way up", get("/../../../etc/passwd", "")),
        request("a path of dots", get("/%2e%2e/%2e%2e/etc/passwd;x=y", "")),
        request(
            "an absolute target", "GET http://elsewhere.test/metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
        request("a tunnel", "CONNECT elsewhere.test:443 HTTP/1.1\r\nHost: x\r\n\r\n"),
        request("a trace", "TRACE / HTTP/1.1\r\nHost: x\r\nCookie: secret\r\n\r\n"));
  }

  private static Arguments request(String what, String bytes) {
    return Arguments.of(what, bytes);
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
  }

  private static String post(String headers, String body) {
    return "POST "
        + LIST
        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        + headers
        + "\r\n"
        + body;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void answersOrCloses(String what, String request) throws Exception {
    String answer = answer(request.getBytes(ISO_8859_1));

    assertThat(answer).as(what).matches("(?s)|HTTP/1\\.1 [234].*|HTTP/1\\.1 50[15].*");
    assertThat(answer).doesNotContain("\tat ", "Exception", "root:");
    assertThat(collector.own("zoneprobe_collector_series")).isZero();
  }

  @Test
  void answersOrClosesWhateverTheBytesAre() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    byte[] honest =
        get(LIST + "?target=a&limit=5", "Accept: application/json\r\n").getBytes(ISO_8859_1);

    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = honest.clone();
      for (int left = random.nextInt(1, 6); left > 0; left--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(answer(bytes))
          .as(new String(bytes, ISO_8859_1))
          .doesNotStartWith("HTTP/1.1 500")
          .doesNotContain("\tat ");
    }
    assertThat(collector.output()).doesNotContain("\tat ", "WARNING");
  }

  /// What comes back until the collector closes, or this client has finished sending.
  private String answer(byte[] request) throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      return "";
    }
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), collector.httpPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  @Test
  void anEndlessBodyIsReadNoFurtherThanItsRequestNeeds() throws Exception {
    try (Socket socket = open()) {
      OutputStream out = socket.getOutputStream();
      out.write(post("Content-Length: 9223372036854775807\r\n", "").getBytes(ISO_8859_1));
      byte[] more = new byte[64 << 10];
      long sent = 0;
      try {
        while (sent < 256L << 20) {
          out.write(more);
          sent += more.length;
        }
      } catch (IOException closed) {
        assertThat(sent).isLessThan(256L << 20);
        return;
      }
      throw new AssertionError("took " + sent + " bytes of a request that it does not serve");
    }
  }

  @Test
  void slowReadersKeepNobodyOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = open();
        slow.add(socket);
        socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nX-Slow: ".getBytes(ISO_8859_1));
        if (i % 50 == 0) {
          assertThat(collector.scrape().samples()).isNotEmpty();
        }
      }

      Scrape scrape = collector.scrape();

      assertThat(scrape.value("zoneprobe_collector_readers", Map.of()).orElseThrow())
          .isLessThanOrEqualTo(50);
      assertThat(scrape.value("zoneprobe_collector_readers_closed_total", Map.of()).orElseThrow())
          .isGreaterThanOrEqualTo(150);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }
}
