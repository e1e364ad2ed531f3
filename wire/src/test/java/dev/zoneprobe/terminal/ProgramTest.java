// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.logging.LogLevel;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

final class ProgramTest {
  private final StringWriter err = new StringWriter();

  /// Has an option of every type, and ends as it is told to.
  @Command(name = "tool")
  static final class Tool implements Callable<Integer> {
    @Option(names = "--count")
    private int count;

    @Option(names = "--seconds")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = {"-i", "--interval"})
    private Duration interval = Duration.ZERO;

    @Option(names = "--log-level")
    private LogLevel level = LogLevel.INFO;

    @Parameters(paramLabel = "NUMBER", arity = "0..1")
    private Optional<Integer> number = Optional.empty();

    private final Callable<Integer> ending;

    Tool(Callable<Integer> ending) {
      this.ending = ending;
    }

    @Override
    public Integer call() throws Exception {
      int sum = number.orElse(0) + (level == LogLevel.INFO ? 0 : 1);
      return sum + count + seconds.orElse(0) + (int) interval.toMillis() + ending.call();
    }
  }

  private CommandLine tool(Callable<Integer> ending) {
    return Program.of(new CommandLine(new Tool(ending))).setErr(new PrintWriter(err, true));
  }

  private int fails(Exception problem) {
    return tool(
            () -> {
              throw problem;
            })
        .execute();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --interval 5      | --interval: "5": not a duration such as 250ms, 10s, 5m or 1h
          -i=5              | --interval: "5": not a duration such as 250ms, 10s, 5m or 1h
          --count many      | --count: "many": not a whole number
          --seconds=1.5     | --seconds: "1.5": not a whole number
          --log-level loud  | --log-level: "loud": expected one of warn, info, debug
          x                 | NUMBER: "x": not a whole number
          --intervall       | Unknown option: '--intervall'; did you mean --interval?
          --count           | Missing required parameter for option '--count' (<count>)
          """)
  void namesOptionAndValueAndSaysWhereHelpIs(String arguments, String said) {
    assertThat(tool(() -> 0).execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly(said, "see tool --help");
  }

  @Test
  void readsWhatIsRight() {
    assertThat(tool(() -> 0).execute("--count=1", "--seconds", "2", "-i", "4ms", "8"))
        .isEqualTo(15);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void writesAScriptsNameBeforeEachLine() {
    CommandLine script = Program.ofScript("demo", new CommandLine(new Tool(() -> 0)));
    script.setErr(new PrintWriter(err, true));

    assertThat(script.execute("--count", "x")).isEqualTo(2);
    assertThat(err.toString().lines()).allMatch(line -> line.startsWith("demo: ")).hasSize(2);
  }

  @Test
  void tellsWhatTheWorldRefusesInOneLine() {
    assertThat(fails(new IOException("port 80 is taken"))).isEqualTo(1);
    assertThat(fails(new UncheckedIOException(new IOException("disk is full")))).isEqualTo(1);
    assertThat(fails(new NoSuchFileException("/none"))).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly("port 80 is taken", "disk is full", "no such file: /none");
  }

  @Test
  void tellsAMistakeInSettingsAsWrongUsage() {
    CommandLine tool = tool(() -> SettingsFile.read(Path.of("none.yaml"), _ -> 0));

    assertThat(tool.execute()).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly("none.yaml: no such file");
  }

  @Test
  void doesNotHideADefect() {
    assertThat(fails(new IllegalStateException("the layout lacks a port"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("java.lang.IllegalStateException: the layout lacks a port", "at dev.zoneprobe");
  }
}
