// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import dev.zoneprobe.benchmarks.load.collector.CollectorProcess;
import dev.zoneprobe.benchmarks.load.collector.CollectorProgram;
import dev.zoneprobe.benchmarks.load.collector.CollectorUnderLoad;
import dev.zoneprobe.benchmarks.load.collector.Cores;
import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import dev.zoneprobe.terminal.HelpText;
import dev.zoneprobe.terminal.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How many agents does a collector bear, and what does each cost it? Exit codes: 0 every sample
/// was counted once, 1 one was not or it could not run, 2 wrong usage.
@Command(
    name = "./bench load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Simulates agents that report to a collector over gRPC, and prints as a row in "
            + "Markdown what that costs the collector, how long receipts take, and whether "
            + "every sample was counted once. Figures of a shared or a busy machine mean "
            + "little.",
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {
      "0:every sample was counted once",
      "1:one was not, or it could not run",
      HelpText.WRONG_USAGE
    })
final class LoadCommand implements Callable<Integer> {
  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many agents are simulated" + HelpText.DEFAULT)
  private int agents;

  @Option(
      names = "--growth",
      paramLabel = "N",
      split = ",",
      description =
          "Several numbers of agents, one after the other, each with a fresh collector; "
              + "the table goes into docs/results/load.md, too.")
  private List<Integer> growth = List.of();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "30",
      description = "Seconds before anything is measured" + HelpText.DEFAULT)
  private int warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Seconds that are measured" + HelpText.DEFAULT)
  private int seconds;

  @Mixin private AgentOptions agent = new AgentOptions();

  @Mixin private CollectorOptions collector = new CollectorOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  private LoadCommand() {}

  /// Runs it.
  public static void main(String[] arguments) {
    System.exit(
        commandLine(new PrintWriter(System.out, true, System.out.charset())).execute(arguments));
  }

  /// The command, printing its table to `out`.
  static CommandLine commandLine(PrintWriter out) {
    return Program.ofScript("bench", new CommandLine(new LoadCommand())).setOut(out);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<CollectorUnderLoad.Elsewhere> elsewhere = checked(collector::elsewhere);
    if (elsewhere.isPresent() && !growth.isEmpty()) {
      throw wrong("--growth needs fresh collectors, which --collector is not");
    }
    List<Load> loads = checked(this::loads);
    SnapshotPress press = checked(agent::press);
    print(Table.HEAD.strip());
    return elsewhere.isPresent()
        ? exitCode(List.of(measure(loads.getFirst(), press, elsewhere.get())))
        : exitCode(measureFresh(loads, press));
  }

  private List<Load> loads() {
    List<Integer> sizes = growth.isEmpty() ? List.of(agents) : growth;
    return sizes.stream()
        .map(agent::fleet)
        .map(fleet -> new Load(fleet, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds)))
        .toList();
  }

  private List<Figures> measureFresh(List<Load> loads, SnapshotPress press)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("zoneprobe.root", ".")).toAbsolutePath().normalize();
    CollectorProgram program = CollectorProgram.of(root, collector.jvmOptions());
    Surroundings surroundings = Surroundings.of(root);
    Cores cores = Cores.shareOut();
    say(surroundings + ", " + cores);
    List<Figures> all = new ArrayList<>();
    for (Load load : loads) {
      try (CollectorProcess fresh = new CollectorProcess(program, cores)) {
        all.add(measure(load, press, fresh));
      }
    }
    if (!growth.isEmpty()) {
      String asked = String.join(" ", command.commandLine().getParseResult().originalArgs());
      GrowthDocument document = new GrowthDocument(asked, surroundings + "; " + cores);
      say(document.write(root, all) + " is written");
    }
    return all;
  }

  private Figures measure(Load load, SnapshotPress press, CollectorUnderLoad under)
      throws IOException, InterruptedException {
    try (LoadRun run = new LoadRun(load, under, press, this::say)) {
      Figures figures = run.run();
      print(Table.line(figures));
      return figures;
    }
  }

  private int exitCode(List<Figures> all) {
    List<Figures> wrong = all.stream().filter(figures -> !figures.isExact()).toList();
    wrong.forEach(figures -> say(figures.mistakes()));
    return wrong.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /// What `settings` returns, or wrong usage if it refuses.
  private <T> T checked(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }

  private void print(String lines) {
    command.commandLine().getOut().println(lines);
  }

  private void say(String what) {
    command.commandLine().getErr().println("bench: " + what);
  }
}
