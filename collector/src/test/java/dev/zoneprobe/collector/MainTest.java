// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {
  private static final Path SHIPPED = Path.of("../k8s/base/collector/collector.yaml");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("replaced by JUnit");
  private Path file = folder;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("collector.yaml");
  }

  private int execute(String... arguments) {
    CommandLine command = Main.commandLine(new PrintWriter(out, true));
    return command.setErr(new PrintWriter(err, true)).execute(arguments);
  }

  private String config(String text) throws IOException {
    return Files.writeString(file, text).toString();
  }

  @Test
  void printsWhatItUnderstood() throws IOException {
    String config = config("peers: [{node: a, zone: z, host: a.test}]");

    int code = execute("check", "--config", config);

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("exact quantiles    0.5 0.9 0.99 0.999 over 5m")
        .contains("classic bounds     0.0005 0.001 0.0025 ", " 0.5 1 2.5 5 10 30 seconds")
        .contains("store              in memory only")
        .contains("peers              1 in 1 zones")
        .contains("a in z: a.test, http 8780, grpc 8781, tcp 8782");
  }

  @Test
  void saysWhereHistoryIsKeptAndForHowLong() throws IOException {
    String config =
        config(
            """
            store: {directory: /data, retention: 48h, size: 2GiB}
            topology: {kubernetes: {service: agents}}
            """);

    assertThat(execute("check", "--config", config)).isZero();
    assertThat(out.toString())
        .contains("store              /data, up to 2GiB and 48h of history")
        .contains("EndpointSlices of the Service agents")
        .doesNotContain("peers  ");
  }

  @Test
  void checksTheShippedFileWhereNothingOfWhatItNamesIs() {
    assertThat(execute("check", "--config", SHIPPED.toString(), "--syntax-only")).isZero();
    assertThat(out.toString().lines())
        .containsSequence(
            "6 files and directories that it names were not read:",
            "  listen.tls.clientCa: /etc/zoneprobe-tls/ca.crt",
            "  listen.tls.certificate: /etc/zoneprobe-tls/tls.crt",
            "  listen.tls.key: /etc/zoneprobe-tls/tls.key",
            "  agents.kubernetes.ca: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
            "  agents.kubernetes.tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token",
            "  store.directory: /var/lib/zoneprobe");
  }

  @Test
  void namesTheFilesThatTheShippedFileLacks() {
    assertThat(execute("check", "--config", SHIPPED.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("listen.tls.clientCa: \"/etc/zoneprobe-tls/ca.crt\": no readable file")
        .contains("listen.tls.certificate: \"/etc/zoneprobe-tls/tls.crt\": /etc/zone");
  }

  @Test
  void leavesKeysTokensAndTheTopologyAlone() throws IOException {
    String config =
        config(
            """
            web:
              tokens: /none/readers
              tls: {certificate: /none/web.crt, key: /none/web.key}
              replicas: {host: collectors.test, ca: /none/ca.crt}
            topology: {file: /none/nodes.yaml}
            agents:
              trust: kubernetes
              kubernetes: {issuer: i, serviceAccount: a/b, keys: /none/keys}
            """);

    assertThat(execute("check", "--config", config)).isEqualTo(2);
    assertThat(execute("check", "--config", config, "--syntax-only")).isZero();
    assertThat(out.toString())
        .contains("  web.tokens: /none/readers")
        .contains("  web.replicas.ca: /none/ca.crt")
        .contains("  topology.file: /none/nodes.yaml")
        .contains("  agents.kubernetes.keys: /none/keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          clientCa: | clientCA: | collector.yaml:8: listen.tls.clientCA: unknown key
          zoneprobe/zoneprobe-agent | zoneprobe-agent | serviceAccount: "zoneprobe-agent": not a service
          keys: https: | keys: http: | agents.kubernetes.keys: "http://kubernetes.default.svc/openid
          insecure: true | insecure: false | listen.address: "0.0.0.0": readers on other machines
          """)
  void findsMistakesWhereNothingOfWhatTheFileNamesIs(String right, String wrong, String said)
      throws IOException {
    String config = config(Files.readString(SHIPPED).replace(right, wrong));

    assertThat(execute("check", "--config", config, "--syntax-only")).isEqualTo(2);
    assertThat(err.toString()).contains(said);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void printsOneLineForEachMistakeAndNothingElse() throws IOException {
    String config = config("listen: {grpc: x}\nhistogram: {schema: 99}\n");

    int code = execute("run", "--config", config);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            config + ":1: listen.grpc: \"x\": not a whole number",
            config + ":2: histogram.schema: \"99\": not between 0 and 8");
  }

  @Test
  void saysThatThereIsNoFile() {
    int code = execute("check", "--config", "/none.yaml");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("/none.yaml: no such file%n".formatted());
  }

  @Test
  void refusesACommandThatItDoesNotKnow() {
    assertThat(execute("walk")).isEqualTo(2);
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();

      int code = execute("run", "--config", config("listen: {grpc: 0, http: %d}".formatted(port)));

      assertThat(code).isEqualTo(1);
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("cannot listen for HTTP on 127.0.0.1 port " + port);
    }
  }

  @Test
  void stopsWithCodeZeroWhenItIsTold() throws IOException, InterruptedException {
    Process process = running();
    try (BufferedReader log = process.inputReader()) {
      awaitLine(log, "agents report to port");

      process.destroy();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void goesOnAtAHangupAndSaysSo() throws IOException, InterruptedException {
    Process process = running();
    try (BufferedReader log = process.inputReader()) {
      awaitLine(log, "agents report to port");

      for (int i = 1; i <= 2; i++) {
        new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start().waitFor();
        awaitLine(log, "SIGHUP");
      }

      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process running() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    String config = config("listen: {grpc: 0, http: 0}");
    return new ProcessBuilder(
            List.of(java, "-cp", classes, Main.class.getName(), "run", "--config", config))
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitLine(BufferedReader log, String text) {
    assertThat(log.lines().anyMatch(line -> line.contains(text))).as("said %s", text).isTrue();
  }

  static Stream<CommandLine> commands() {
    return andBelow(Main.commandLine(new PrintWriter(Writer.nullWriter())));
  }

  private static Stream<CommandLine> andBelow(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(MainTest::andBelow));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandTellsItsExitCodes(CommandLine command) {
    assertThat(command.getUsageMessage()).containsPattern("Exit codes:\\R +0 +\\w.*\\R +1? *");
    assertThat(command.getUsageMessage()).containsPattern("\\R +2 +wrong usage");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void parametersHaveNamesThatTellWhatTheyAre(CommandLine command) {
    assertThat(command.getUsageMessage()).doesNotContainPattern("<[a-z]");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyDefaultIsTold(CommandLine command) {
    assertThat(command.getCommandSpec().options())
        .filteredOn(option -> option.defaultValue() != null)
        .allSatisfy(MainTest::tellsItsDefault);
  }

  private static void tellsItsDefault(OptionSpec option) {
    assertThat(String.join(" ", option.description()))
        .contains("(default: " + option.defaultValue() + ")");
  }
}
