// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector;

import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.slo.SloCommands;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.telemetry.BuildVersion;
import dev.zoneprobe.collector.terminal.MatrixCommand;
import dev.zoneprobe.logging.LogLevel;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.OfflineSettings;
import dev.zoneprobe.terminal.Hangup;
import dev.zoneprobe.terminal.HelpText;
import dev.zoneprobe.terminal.Program;
import dev.zoneprobe.terminal.StopHook;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// The collector's command line. Exit codes: 0 stopped, 1 could not run, 2 bad configuration.
@Command(
    name = "zoneprobe-collector",
    description = "Merges the agents' histograms zone by zone and exposes them to Prometheus.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = MatrixCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = HelpText.SEE_COMMANDS,
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {
      "0:done; the rest depends on the command",
      "1:could not run",
      HelpText.WRONG_USAGE
    })
public final class Main {
  private static final String GOES_ON =
      "SIGHUP: nothing to do, files that the configuration names are read again when they change;"
          + " the configuration itself takes a restart";

  private final PrintWriter out;

  private Main(PrintWriter out) {
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    try (InputStream logs = Main.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(logs);
    }
    System.exit(commandLine(new PrintWriter(System.out, true, System.out.charset())).execute(args));
  }

  /// The commands, printing what they were asked for to `out`.
  static CommandLine commandLine(PrintWriter out) {
    CommandLine commands = new CommandLine(new Main(out)).addSubcommand(new SloCommands(out));
    return Program.of(commands).setOut(out);
  }

  @Command(
      description =
          "Runs the collector until it is told to stop (SIGTERM, SIGINT); SIGHUP is only logged:"
              + " what the file names is read again when it changes, the file itself at a restart.",
      mixinStandardHelpOptions = true,
      exitCodeListHeading = HelpText.EXIT_CODES,
      exitCodeList = {"0:stopped", "1:could not run", HelpText.WRONG_USAGE})
  int run(
      @Option(
              names = "--config",
              paramLabel = "FILE",
              required = true,
              description = HelpText.CONFIG)
          Path config,
      @Option(
              names = "--log-level",
              paramLabel = "LEVEL",
              defaultValue = "info",
              description = HelpText.LOG_LEVEL)
          LogLevel logLevel)
      throws InvalidSettingsException, IOException, InterruptedException {
    logLevel.apply();
    CollectorSettings settings = CollectorFile.read(config);
    try {
      serve(settings);
    } catch (StoreException unusable) {
      throw new IOException(
          "cannot use the store (store.directory): " + unusable.getMessage(), unusable);
    }
    return ExitCode.OK;
  }

  private static void serve(CollectorSettings settings)
      throws StoreException, IOException, InterruptedException {
    Logger log = LoggerFactory.getLogger(Main.class);
    Hangup.calls(() -> log.info(GOES_ON));
    try (StopHook<Collector> hook = StopHook.register(collector -> stop(collector, log));
        Collector collector = new Collector(settings, InstantSource.system())) {
      collector.start();
      log.info(
          "agents report to port {}, metrics are on port {}",
          collector.grpcPort(),
          collector.httpPort());
      OpenPorts.lines(settings).forEach(log::info);
      hook.await(collector);
    }
  }

  private static void stop(Collector collector, Logger log) {
    collector.close();
    log.info("stopped");
  }

  @Command(
      description = HelpText.CHECK,
      mixinStandardHelpOptions = true,
      exitCodeListHeading = HelpText.EXIT_CODES,
      exitCodeList = {"0:there is no mistake", HelpText.WRONG_USAGE})
  int check(
      @Option(
              names = "--config",
              paramLabel = "FILE",
              required = true,
              description = HelpText.CONFIG)
          Path config,
      @Option(names = "--syntax-only", description = HelpText.SYNTAX_ONLY) boolean syntaxOnly)
      throws InvalidSettingsException {
    if (syntaxOnly) {
      OfflineSettings<CollectorSettings> alone = CollectorFile.readAlone(config);
      SettingsReport.lines(alone.settings()).forEach(out::println);
      alone.unreadLines().forEach(out::println);
    } else {
      SettingsReport.lines(CollectorFile.read(config)).forEach(out::println);
    }
    return ExitCode.OK;
  }

  /// What `--version` prints.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"zoneprobe-collector " + BuildVersion.text()};
    }
  }
}
