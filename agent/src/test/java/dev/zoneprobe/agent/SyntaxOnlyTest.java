// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxOnlyTest {
  private static final Path SHIPPED = Path.of("../k8s/base/agent/agent.yaml");
  private static final Path WITH_SLI = Path.of("../k8s/overlays/kind/agent.yaml");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  private int check(Path file, String... options) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(Stream.of("check", "--config", file.toString()), Stream.of(options))
                .toArray(String[]::new));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("agent.yaml"), text);
  }

  @Test
  void passesTheShippedFileAndNamesWhatWasNotRead() {
    assertThat(check(SHIPPED, "--syntax-only")).isZero();
    assertThat(out.toString().lines())
        .containsSequence(
            "5 files and directories that it names were not read:",
            "  collector.stateDirectory: /var/lib/zoneprobe",
            "  collector.tls.ca: /etc/zoneprobe-tls/ca.crt",
            "  collector.tls.certificate: /etc/zoneprobe-tls/tls.crt",
            "  collector.tls.key: /etc/zoneprobe-tls/tls.key",
            "  collector.tokenFile: /var/run/secrets/zoneprobe/token");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void refusesTheShippedFileWithoutTheOption() {
    assertThat(check(SHIPPED)).isEqualTo(2);
    assertThat(err.toString()).contains("collector.tls: /etc/zoneprobe-tls/tls.crt: no readable");
  }

  @Test
  void doesNotAskForWhatOnlyThePodIsTold() {
    assertThat(check(WITH_SLI, "--syntax-only")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serverName: | servername: | agent.yaml:10: collector.tls.servername: unknown key
          insecure: true | insecure: maybe | agent.yaml:13: admin.insecure: "maybe": neither
          key: /etc/zoneprobe-tls/tls.key | | agent.yaml:8: collector.tls.certificate: \
          "/etc/zoneprobe-tls/tls.crt": certificate and key go together
          """)
  void findsMistakesInTheShippedFile(String right, String wrong, String said) throws IOException {
    String text = Files.readString(SHIPPED).replace(right, wrong == null ? "" : wrong);

    assertThat(check(file(text), "--syntax-only")).isEqualTo(2);
    assertThat(err.toString()).contains(said);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void leavesTheFilesOfTargetsAlone() throws IOException {
    Path config =
        file(
            """
            collector: {address: "c:8790"}
            targets:
              - name: shop
                url: "https://shop.example/"
                request: {method: PUT, bodyFile: /none/body, headers: [{name: A, file: /none/a}]}
                tls: {authorities: /none/ca.crt, certificate: /none/a.crt, key: /none/a.key}
            """);

    assertThat(check(config, "--syntax-only")).isZero();
    assertThat(out.toString().lines())
        .containsSequence(
            "5 files and directories that it names were not read:",
            "  targets[0].request.headers[0].file: /none/a",
            "  targets[0].request.bodyFile: /none/body",
            "  targets[0].tls.authorities: /none/ca.crt",
            "  targets[0].tls.certificate: /none/a.crt",
            "  targets[0].tls.key: /none/a.key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          request: {bodyFile: /none/body} | request.method: a GET request has no body
          request: {method: PUT, body: a, bodyFile: /none} | bodyFile: "/none": there is a body too
          tls: {key: /none/a.key} | tls.key: "/none/a.key": certificate and key go together
          """)
  void findsContradictionsAboutFilesThatAreNotRead(String keys, String said) throws IOException {
    String target = "{name: shop, url: 'https://shop.example/', %s}".formatted(keys);

    assertThat(
            check(
                file("collector: {address: 'c:8790'}\ntargets: [" + target + "]"), "--syntax-only"))
        .isEqualTo(2);
    assertThat(err.toString()).contains(said);
  }
}
