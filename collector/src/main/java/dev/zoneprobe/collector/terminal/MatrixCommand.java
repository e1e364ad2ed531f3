// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.terminal;

import dev.zoneprobe.terminal.HelpText;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Prints every pair of zones as a collector sees it. Exit codes: 0 printed, 1 the collector did
/// not answer, 2 the question is wrong.
@Command(
    name = "matrix",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints every pair of zones as a running collector sees it.",
      "A line has a quantile of a phase with its bounds, and the same quantile of the window before;"
          + " docs/api.md tells what a collector answers."
    },
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {"0:printed", "1:the collector did not answer", HelpText.WRONG_USAGE})
public final class MatrixCommand implements Callable<Integer> {
  private static final String CLEAR_SCREEN = "\033[H\033[2J";

  @Option(
      names = "--collector",
      paramLabel = "URL",
      required = true,
      description = "Where it answers HTTP, like http://collector:8791.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private URI collector;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds a bearer token for web.tokens (default: no token is sent).")
  private @Nullable Path token;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM file of certificate authorities to trust (default: those of Java).")
  private @Nullable Path authorities;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description = "How much of the past, like 5m or 2h (default: 5m).")
  private @Nullable String window;

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description = "Like dns_lookup or tcp_connect (default: round_trip).")
  private @Nullable String phase;

  @Option(names = "--quantile", paramLabel = "Q", description = "Between 0 and 1 (default: 0.99).")
  private @Nullable String quantile;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = "10",
      description = "Print it again every ${FALLBACK-VALUE} s, or as often as this says.")
  private @Nullable Integer watch;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  private MatrixCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (watch != null && watch < 1) {
      throw new ParameterException(
          command.commandLine(), "--watch: not 1 or more seconds: " + watch);
    }
    try (MatrixClient client = client()) {
      print(MatrixTable.lines(client.matrix()));
      return watch == null ? ExitCode.OK : watched(client, watch);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private MatrixClient client() {
    Map<String, String> question = new LinkedHashMap<>();
    Optional.ofNullable(window).ifPresent(value -> question.put("window", value));
    Optional.ofNullable(phase).ifPresent(value -> question.put("phase", value));
    Optional.ofNullable(quantile).ifPresent(value -> question.put("quantile", value));
    return new MatrixClient(
        collector, question, Optional.ofNullable(token), Optional.ofNullable(authorities));
  }

  /// Until somebody interrupts it. A collector that does not answer at present is asked again.
  private int watched(MatrixClient client, int seconds) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (!never.await(seconds, TimeUnit.SECONDS)) {
        try {
          Iterable<String> lines = MatrixTable.lines(client.matrix());
          if (isTerminal()) {
            out().print(CLEAR_SCREEN);
          }
          print(lines);
        } catch (IOException e) {
          out().println(e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private void print(Iterable<String> lines) {
    lines.forEach(out()::println);
    out().flush();
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
