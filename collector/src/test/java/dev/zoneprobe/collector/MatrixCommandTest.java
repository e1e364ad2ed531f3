// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import static dev.zoneprobe.collector.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.ingest.trust.Authority;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.IntervalSnapshot.Span;
import dev.zoneprobe.measure.interval.Slice;
import dev.zoneprobe.settings.SettingsFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The terminal's matrix of a real collector, over TLS and behind a token.
final class MatrixCommandTest {
  private static final long MILLI = 1_000_000;
  private static final String TOKEN = "the-token-of-somebody";

  private final Authority authority = new Authority();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<Collector> collector = Optional.empty();
  private long sequence;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    Authority.write(folder, "web", authority.certificate("collector.test"));
    Files.writeString(folder.resolve("ca.crt"), authority.root().certificatePem());
    Files.writeString(folder.resolve("tokens"), TOKEN + "\n");
    String text =
        """
        listen: {grpc: 0, http: 0}
        store: {commitEvery: 10ms}
        web: {tls: {certificate: %1$s/web.crt, key: %1$s/web.key}, tokens: %1$s/tokens}
        """
            .formatted(folder);
    Collector started =
        new Collector(
            SettingsFile.parse("test", text, CollectorFile::settings), InstantSource.system());
    collector = Optional.of(started);
    started.start();
  }

  @AfterEach
  void stop() {
    collector.ifPresent(Collector::close);
  }

  private String url() {
    return "https://127.0.0.1:" + collector.orElseThrow().httpPort() + "/";
  }

  private int execute(String... more) {
    List<String> arguments = new ArrayList<>(List.of("matrix", "--collector"));
    arguments.addAll(Arrays.asList(more));
    CommandLine commands = Main.commandLine(new PrintWriter(out, true));
    return commands.setErr(new PrintWriter(err, true)).execute(arguments.toArray(String[]::new));
  }

  private int ask(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                url(),
                "--ca",
                folder.resolve("ca.crt").toString(),
                "--token-file",
                folder.resolve("tokens").toString()));
    arguments.addAll(Arrays.asList(more));
    return execute(arguments.toArray(String[]::new));
  }

  private void report(Outcome.Kind outcome, long... nanos) throws InterruptedException {
    Instant now = Instant.now();
    Slice total = new Slice(Phase.TOTAL, Connection.NEW, outcome, SourceState.CALM);
    sequence++;
    try (ConnectedAgent agent = new ConnectedAgent(collector.orElseThrow().grpcPort())) {
      agent.deliver(
          snapshot(
              "node-1",
              new Span(sequence, sequence, now.minusSeconds(1), now),
              Snapshots.interval(Snapshots.PEER_IN_B, total, nanos)));
      assertThat(agent.receipt()).isEqualTo(sequence);
    }
  }

  private static long[] times(int count, long nanos) {
    long[] all = new long[count];
    Arrays.fill(all, nanos);
    return all;
  }

  @Test
  void printsEachPairWithUnitsAndFailures() throws Exception {
    report(Outcome.Kind.SUCCESS, times(75, 12 * MILLI));
    report(Outcome.Kind.FAILURE, times(25, 1_500 * MILLI));

    int code = ask("--phase", "total", "--quantile", "0.5", "--window", "5m");

    assertThat(code).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).startsWith("total of the mesh from 20");
    assertThat(lines.get(1).split(" {2,}"))
        .containsExactly(
            "from", "to", "p50", "at least", "at most", "before", "change", "attempts", "failed");
    assertThat(lines.get(2).split(" {2,}"))
        .containsExactly("zone-a", "zone-b", "12.0 ms", "12.0 ms", "12.0 ms", "100", "25 (25.0 %)");
    assertThat(lines.get(1)).hasSameSizeAs(lines.get(2));
    assertThat(lines).hasSize(3);
  }

  @Test
  void saysHowManySamplesAreMissing() throws Exception {
    report(Outcome.Kind.SUCCESS, times(100, MILLI));

    assertThat(ask("--phase", "total")).isZero();

    assertThat(out.toString()).contains("needs 199 more");
  }

  @Test
  void saysThatThereIsNothing() {
    assertThat(ask()).isZero();

    assertThat(out.toString()).contains("nothing was reported");
  }

  @Test
  void printsAgainWhileItWatches() throws Exception {
    CompletableFuture<Thread> watching = new CompletableFuture<>();
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> {
          watching.complete(Thread.currentThread());
          return ask("--phase", "total", "--quantile", "0.5", "--watch=1");
        });
    await().until(() -> out.toString().contains("nothing was reported"));

    report(Outcome.Kind.SUCCESS, times(10, MILLI));

    await().until(() -> out.toString().contains("1.00 ms"));
    watching.get().interrupt();
    assertThat(code.get()).isZero();
  }

  @Test
  void saysInOneLineThatNobodyIsThere() throws Exception {
    String nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      nobody = "http://127.0.0.1:" + free.getLocalPort();
    }

    assertThat(execute(nobody)).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly("no answer from " + nobody + ": the connection is refused");
  }

  @Test
  void saysInOneLineWhatKeepsItOut() throws Exception {
    String ca = folder.resolve("ca.crt").toString();
    assertThat(execute(url(), "--ca", ca)).isEqualTo(1);
    assertThat(execute(url())).isEqualTo(1);
    Path wrong = Files.writeString(folder.resolve("wrong"), "another-token-of-somebody");
    assertThat(execute(url(), "--ca", ca, "--token-file", wrong.toString())).isEqualTo(1);
    assertThat(execute(url(), "--ca", ca, "--token-file", folder + "/none")).isEqualTo(1);

    List<String> lines = err.toString().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).contains("wants a bearer token (--token-file)");
    assertThat(lines.get(1)).startsWith("no answer from https://127.0.0.1:");
    assertThat(lines.get(2)).endsWith("(--token-file), and another than this");
    assertThat(lines.get(3)).endsWith("/none cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"first-secret\nsecond-secret\n", "a secret", "secr\u0007et", "secrét", "\n"})
  void namesAFileThatHoldsNotOneTokenAndNothingOfWhatIsInIt(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("several"), content);
    String ca = folder.resolve("ca.crt").toString();

    assertThat(execute(url(), "--ca", ca, "--token-file", file.toString())).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(file + " does not hold one token and nothing else");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesAWrongQuestionInTheCollectorsWords() {
    assertThat(ask("--phase", "walk")).isEqualTo(2);
    assertThat(ask("--window", "5 minutes")).isEqualTo(2);
    assertThat(ask("--watch=0")).isEqualTo(2);
    assertThat(execute("collector:8791")).isEqualTo(2);
    assertThat(execute(url(), "--ca", folder.resolve("tokens").toString())).isEqualTo(2);

    assertThat(err.toString())
        .contains("phase: expected one of dns_lookup")
        .contains("window: not a length like 5m or 2h")
        .contains("--watch: not 1 or more seconds")
        .contains("--collector: not an address like http://collector:8791")
        .contains("no certificate in PEM");
  }
}
