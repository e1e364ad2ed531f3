// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside;

import dev.zoneprobe.benchmarks.sidebyside.prober.BareLoop;
import dev.zoneprobe.benchmarks.sidebyside.prober.BlackboxExporter;
import dev.zoneprobe.benchmarks.sidebyside.prober.Load;
import dev.zoneprobe.benchmarks.sidebyside.prober.Nginx;
import dev.zoneprobe.benchmarks.sidebyside.prober.Prober;
import dev.zoneprobe.benchmarks.sidebyside.prober.Reading;
import dev.zoneprobe.benchmarks.sidebyside.prober.ZoneprobeAgent;
import dev.zoneprobe.terminal.HelpText;
import dev.zoneprobe.terminal.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What do the agent, blackbox_exporter and a bare C loop report of the same nginx, and what does
/// each cost?
@Command(
    name = "./bench",
    customSynopsis = {"./bench [options]", "       ./bench load [options]"},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Probes one nginx with the agent, with blackbox_exporter and with a bare C loop, each target "
          + "once a second over new connections, and prints one table in Markdown: what each reports, "
          + "and what each costs. Takes a quarter of an hour with the defaults; only ratios within "
          + "one run on a quiet machine mean anything.",
      "Needs nginx, prometheus-blackbox-exporter (Debian's packages of these names) and a C compiler.",
      "`load` simulates agents that report to one collector, and needs nothing: ./bench load --help."
    },
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {"0:the table is whole", "1:could not run", HelpText.WRONG_USAGE})
final class SideBySide implements Callable<Integer> {
  private static final int STARTS = 5;

  @Option(
      names = "--targets",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,21,100,400",
      description = "How many targets, one load each" + HelpText.DEFAULT)
  private List<Integer> targets = List.of();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "30",
      description = "Seconds before anything is measured" + HelpText.DEFAULT)
  private int warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "Seconds that are measured" + HelpText.DEFAULT)
  private int seconds;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  private SideBySide() {}

  /// Runs it.
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    System.exit(commandLine().setOut(out).execute(arguments));
  }

  /// The command.
  static CommandLine commandLine() {
    return Program.ofScript("bench", new CommandLine(new SideBySide()));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("zoneprobe.root", ".")).toAbsolutePath();
    Path folder = Files.createTempDirectory("zoneprobe-bench");
    try (Nginx nginx = Nginx.start(folder)) {
      say("training the agent's cache; files are in " + folder);
      ZoneprobeAgent agent = new ZoneprobeAgent(root, folder);
      agent.train(nginx.port());
      BareLoop loop = BareLoop.compile(root.resolve("benchmarks/src/main/c/bare_loop.c"), folder);
      compare(List.of(loop, agent, new BlackboxExporter(folder)), agent, nginx.port());
    }
    return CommandLine.ExitCode.OK;
  }

  private void compare(List<Prober> probers, ZoneprobeAgent agent, int port)
      throws IOException, InterruptedException {
    Aims aims = new Aims();
    print(Table.HEAD.strip());
    for (Load load : loads()) {
      for (Prober prober : probers) {
        say("%s, %d targets, %s".formatted(load.kind().label(), load.targets(), prober.name()));
        Reading reading = prober.measure(load, port);
        aims.add(load, prober.name(), reading);
        print(Table.line(load, prober.name(), reading));
      }
    }
    print("\n| aim | at most | reached | |\n|---|---|---|---|");
    aims.lines(startUp(agent)).forEach(this::print);
  }

  private List<Load> loads() {
    return Stream.of(Load.Kind.values())
        .flatMap(kind ->
            targets.stream()
                .map(count ->
                    new Load(kind, count, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds))))
        .toList();
  }

  /// The median of a few starts.
  private static Duration startUp(ZoneprobeAgent agent) throws IOException, InterruptedException {
    Duration[] starts = new Duration[STARTS];
    for (int i = 0; i < STARTS; i++) {
      starts[i] = agent.startUp();
    }
    return Stream.of(starts).sorted().skip(STARTS / 2).findFirst().orElseThrow();
  }

  private void print(String line) {
    command.commandLine().getOut().println(line);
  }

  private void say(String what) {
    command.commandLine().getErr().println("bench: " + what);
  }
}
