// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  private int execute(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("agent.yaml"), text).toString();
  }

  @Test
  void saysWhatItUnderstood() throws IOException {
    String config =
        file(
            """
            node: {name: n1, zone: zone-a}
            collector: {address: "c:8790"}
            targets:
              - {name: shop, url: "https://shop.example/"}
              - {name: names, url: "dns:///shop.example"}
              - {name: stock, url: "grpc://stock.example:50051"}
            """);

    assertThat(execute("check", "--config", config)).isZero();
    assertThat(out.toString())
        .contains("node n1 in zone zone-a")
        .contains("every 10s, keeps up to 8MiB meanwhile, in memory only")
        .contains("mesh peers over grpc, http, tcp, connections new, reused, every 1s")
        .contains("3 targets", "shop: GET https://shop.example/")
        .contains("connections new, reused, addresses any, every 10s, at most 5s")
        .contains("names: DNS A shop.example in zone", "stock: grpc://stock.example:50051 in zone");
  }

  @Test
  void warnsOfWhatIsNotVerifiedAndKeepsSecretsToItself() throws IOException {
    String config =
        file(
            """
            collector: {address: "c:8790"}
            targets:
              - name: shop
                url: "https://shop.example/"
                request: {headers: [{name: Authorization, value: hush}]}
                tls: {skipVerify: true}
            """);

    assertThat(execute("check", "--config", config)).isZero();
    assertThat(out.toString())
        .contains("WARNING: skipVerify is on", "Authorization")
        .doesNotContain("hush");
  }

  @Test
  void exitsWithTwoAndOneLineAMistakeOnAWrongConfiguration() throws IOException {
    String config = file("collector: {address: 'c:8790'}\nnodes: {}\n");

    assertThat(execute("run", "--config", config)).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith(config + ":2: nodes: unknown key");
  }

  @Test
  void saysInOneLineWhichFileOfTheCollectorsTlsIsMissing() throws IOException {
    String config =
        file("collector: {address: 'c:8790', tls: {certificate: /none.crt, key: /none.key}}");

    assertThat(execute("check", "--config", config)).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("/none.crt: no readable file").doesNotContain("Exception");
  }

  @Test
  void exitsWithTwoOnALogLevelThatThereIsNot() throws IOException {
    String config = file("collector: {address: 'c:8790'}");

    assertThat(execute("run", "--config", config, "--log-level", "loud")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("--log-level: \"loud\": expected one of warn, info, debug");
  }

  @Test
  void exitsWithTwoWhenTheFileIsMissing() {
    String missing = directory.resolve("none.yaml").toString();

    assertThat(execute("run", "--config", missing)).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly(missing + ": no such file");
  }

  @Test
  void exitsWithOneAndNamesThePortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String config =
          file(
              """
              collector: {address: "127.0.0.1:1"}
              responder: {address: 127.0.0.1, http: %d, grpc: 0, tcp: 0}
              admin: {port: 0}
              """
                  .formatted(taken.getLocalPort()));

      assertThat(execute("run", "--config", config)).isEqualTo(1);
      assertThat(err.toString().lines()).hasSize(1);
      assertThat(err.toString()).contains("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void exitsWithOneAndNamesTheStateDirectoryThatCannotBeUsed() throws IOException {
    String config =
        file(
            """
            collector: {address: "127.0.0.1:1", stateDirectory: /proc/zoneprobe}
            responder: {address: 127.0.0.1, http: 0, grpc: 0, tcp: 0}
            admin: {port: 0}
            """);

    assertThat(execute("run", "--config", config)).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("collector.stateDirectory: \"/proc/zoneprobe\": ");
  }

  @Test
  void probesATargetByHand() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "tcp://127.0.0.1:" + server.getLocalPort();

      int exitCode =
          execute(
              "probe", url, "--count", "6", "--interval", "10ms", "--hgrm", directory.toString());

      assertThat(exitCode).isZero();
      assertThat(out.toString())
          .contains(url + ": 6 attempts, 6 succeeded, 0 failed")
          .contains("tcp_connect")
          .contains("peers over ipv4: 127.0.0.1:%d 6".formatted(server.getLocalPort()))
          .contains("p99 needs 299");
      assertThat(directory.toFile().list((_, name) -> name.endsWith("tcp_connect.hgrm")))
          .hasSize(1);
    }
  }

  @Test
  void exitsWithOneWhenAttemptsFail() throws IOException {
    ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    closed.close();
    String url = "tcp://127.0.0.1:" + closed.getLocalPort();

    assertThat(execute("probe", url, "--count", "2", "--interval", "10ms", "--json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"connect_refused\": 2").contains("\"source_states\": {");
  }

  @Test
  void saysOfEachTargetInTheOrderInWhichTheyWereNamedWhatItFailedWith() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        asked -> {
          int status = Integer.parseInt(asked.getRequestURI().getPath().substring(1));
          asked.sendResponseHeaders(status, -1);
          asked.close();
        });
    server.start();
    String root = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    try {
      execute(
          Stream.concat(
                  Stream.of("probe", "--count", "1", "--interval", "10ms"),
                  Stream.of("503", "404", "500", "429").map(root::concat))
              .toArray(String[]::new));
    } finally {
      server.stop(0);
    }

    assertThat(out.toString())
        .containsSubsequence(
            root + "503: 1 attempts",
            "failures: http_status 1",
            "1: HTTP status 503",
            root + "404: 1 attempts",
            "1: HTTP status 404",
            root + "500: 1 attempts",
            root + "429: 1 attempts");
  }

  @Test
  void exitsWithTwoOnAUrlItCannotProbe() {
    assertThat(execute("probe", "ftp://h/")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown scheme ftp");
  }

  @Test
  void exitsWithTwoOnACountThatIsNone() {
    assertThat(execute("probe", "tcp://h:1", "--count", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--count: not between 1 and 1000000: 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp://h:1 --interval 5      | --interval: "5": not a duration such as 250ms, 10s, 5m or 1h
          tcp://h:1 --timeout soon    | --timeout: "soon": not a duration such as 250ms, 10s, 5m or 1h
          tcp://h:1 --timeout 2h      | --timeout 2h: not between 1ms and 1m
          tcp://h:1 --connection old  | --connection: "old": expected one of new, reused
          tcp://h:1 --warm-up -1      | --warm-up: negative: -1
          tcp://h:1 --nameserver ns   | --nameserver: "ns": not an IP address, or one with :port
          127.0.0.1:80                | 127.0.0.1:80: no scheme; did you mean tcp://127.0.0.1:80?
          localhost:80                | localhost:80: no scheme; did you mean tcp://localhost:80?
          [::1]:80                    | [::1]:80: no scheme; did you mean tcp://[::1]:80?
          h.test/x                    | h.test/x: no scheme; did you mean https://h.test/x?
          tcp://h                     | tcp://h: no port
          """)
  void namesWhatIsWrongInOneLineAndSaysWhereHelpIs(String arguments, String said) {
    assertThat(execute(("probe " + arguments).split(" "))).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(2)
        .startsWith(said)
        .endsWith("see zoneprobe-agent probe --help");
  }

  @Test
  void exitsWithTwoOnAnIntervalThatCannotBeKept() {
    assertThat(execute("probe", "tcp://h:1", "--interval", "0ms")).isEqualTo(2);
    assertThat(err.toString()).contains("interval 0s: not between 10ms and 1h");
  }
}
