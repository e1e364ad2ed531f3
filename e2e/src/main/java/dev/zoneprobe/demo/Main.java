// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import dev.zoneprobe.agent.config.TargetReader;
import dev.zoneprobe.agent.target.Endpoint.Tls;
import dev.zoneprobe.agent.terminal.TargetArgument;
import dev.zoneprobe.demo.fault.Mishap;
import dev.zoneprobe.demo.fault.Schedule;
import dev.zoneprobe.demo.layout.Layout;
import dev.zoneprobe.demo.layout.PortCheck;
import dev.zoneprobe.demo.table.Ink;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.settings.Quantity;
import dev.zoneprobe.terminal.HelpText;
import dev.zoneprobe.terminal.Program;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command behind `./demo`. Exit codes: 0 the time is over, 1 it could not run, 2 wrong usage.
@Command(
    name = "./demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs a collector and three agents in three zones on this machine, with simulated"
            + " distances between the zones, and shows what they measure.",
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {"0:the time is over", "1:could not run", HelpText.WRONG_USAGE})
public final class Main implements Callable<Integer> {
  private static final int COULD_NOT_RUN = 1;
  private static final int MOST_PROBLEMS = 8;
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "End after so many seconds (default: when it is interrupted).")
  private Optional<Integer> seconds = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "Probe this endpoint, too; may be repeated. Forms:" + TargetArgument.FORMS)
  private List<String> targets = List.of();

  @Option(names = "--phases", description = "Show every phase, not only lookup and round trips.")
  private boolean phases;

  @Option(
      names = "--fault",
      paramLabel = Mishap.FORM,
      converter = MishapText.class,
      description = {
        "Let something go wrong, so long after everything runs (default: at once) and for so long"
            + " (default: until the end); may be repeated. Kinds:",
        "dns: the name server of zone-a answers every query 250 ms late",
        "slow-pair: the way from zone-a to zone-c gets 300 ms longer, there and back together",
        "lossy-pair: a tenth of all chunks on zone-a's connections to zone-b is lost and sent again",
        "starved-node: the agent of node-b gets no CPU for 30 ms, again and again",
        "dead-node: the agent of node-c is killed",
        "bad-target: the target \"checkout\" answers with 503"
      })
  private List<Mishap> mishaps = List.of();

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Time.class,
      description = "How often to show the table, 1s or more" + HelpText.DEFAULT)
  private Duration every = Duration.ofSeconds(5);

  @Option(
      names = "--network",
      paramLabel = "N",
      description =
          "Use the addresses 127.N.0.1, 127.N.1.1 and so on, for demos beside each other (Linux;"
              + " default: 127.0.0.1).")
  private Optional<Integer> network = Optional.empty();

  /// A duration as settings files have it.
  static final class Time implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Duration time = Quantity.duration(text);
      if (time.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("less than a second");
      }
      return time;
    }
  }

  /// A fault, and when it happens.
  static final class MishapText implements CommandLine.ITypeConverter<Mishap> {
    @Override
    public Mishap convert(String text) {
      return Mishap.of(text);
    }
  }

  private Main() {}

  /// Runs the demo that `arguments` describe.
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(commandLine().setOut(out).execute(arguments));
  }

  /// The command.
  static CommandLine commandLine() {
    return Program.ofScript("demo", new CommandLine(new Main()));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    targets.forEach(this::checkTarget);
    Layout layout = network.map(Layout::ofManyAddresses).orElseGet(Layout::here);
    Programs programs =
        new Programs(Path.of(System.getProperty("zoneprobe.root", "")).toAbsolutePath());
    List<String> problems = PortCheck.problems(layout.listeners());
    if (!programs.missing().isEmpty()) {
      return refuse(programs.missing().stream().map(jar -> jar + " is missing").toList());
    }
    if (!problems.isEmpty()) {
      return refuse(problems);
    }
    return run(new SettingsFiles(layout, targets.stream().distinct().toList()), programs);
  }

  private void checkTarget(String url) {
    try {
      var _ = TargetArgument.parse(url, TargetReader.TIMING, Set.of(Connection.NEW), Tls.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command(), "--target: " + e.getMessage(), e);
    }
  }

  private int refuse(List<String> problems) {
    problems.stream().limit(MOST_PROBLEMS).forEach(problem -> err().println("demo: " + problem));
    if (problems.size() > MOST_PROBLEMS) {
      err().println("demo: and %d more".formatted(problems.size() - MOST_PROBLEMS));
    }
    err().println("demo: nothing was started");
    return COULD_NOT_RUN;
  }

  private int run(SettingsFiles settings, Programs programs)
      throws IOException, InterruptedException {
    Workplace workplace = Workplace.create();
    CountDownLatch interrupted = new CountDownLatch(1);
    Optional<String> problem;
    try (Demo demo = new Demo(settings, programs, workplace.folder())) {
      Thread end = ending(demo, workplace, interrupted);
      Runtime.getRuntime().addShutdownHook(end);
      try (Session session = session(demo)) {
        problem = session.run(seconds.map(Duration::ofSeconds).orElse(FOR_EVER), every);
      }
      // Ctrl-C reaches the children, too, and they may be faster.
      if (problem.isPresent() && interrupted.await(1, TimeUnit.SECONDS)) {
        return COULD_NOT_RUN;
      }
      Runtime.getRuntime().removeShutdownHook(end);
    }
    return problem.isPresent() ? blame(problem.get(), workplace) : leave(workplace);
  }

  private static Thread ending(Demo demo, Workplace workplace, CountDownLatch interrupted) {
    return Thread.ofPlatform()
        .name("demo-end")
        .unstarted(() -> {
          interrupted.countDown();
          demo.close();
          workplace.remove();
        });
  }

  private Session session(Demo demo) {
    Ink ink =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .map(_ -> Ink.ANSI)
            .orElse(Ink.PLAIN);
    Session.Detail detail = phases ? Session.Detail.PHASES : Session.Detail.SUMMARY;
    return new Session(demo, command().getOut(), ink, detail, new Schedule(mishaps));
  }

  private int blame(String problem, Workplace workplace) {
    err().println("demo: " + problem);
    err().println("demo: settings and logs are in " + workplace.folder());
    return COULD_NOT_RUN;
  }

  private static int leave(Workplace workplace) {
    workplace.remove();
    return 0;
  }

  private PrintWriter err() {
    return command().getErr();
  }

  private CommandLine command() {
    if (spec == null) {
      throw new IllegalStateException("not run by picocli");
    }
    return spec.commandLine();
  }
}
