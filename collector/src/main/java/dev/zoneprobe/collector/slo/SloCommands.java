// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.terminal.HelpText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// The commands about objectives. Exit codes: 0 done, 1 a file cannot be written or is not what the
/// objectives give, 2 a mistake in the objectives or on the command line.
@Command(
    name = "slo",
    description = "Turns service level objectives into rules for Prometheus.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = HelpText.SEE_COMMANDS,
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {
      "0:done",
      "1:a file cannot be written, or is not what generate writes",
      HelpText.WRONG_USAGE
    })
public final class SloCommands {
  private static final String OBJECTIVES = "Objectives in YAML; docs/slo.md tells their form.";
  private static final String SETTINGS =
      "The collector's settings, for histogram.bounds (default: the bounds without settings).";

  private final PrintWriter out;

  /// Creates the commands, which print to `out`.
  public SloCommands(PrintWriter out) {
    this.out = out;
  }

  @Command(
      description = {
        "Writes recording rules, burn-rate alerts and their tests; docs/slo.md explains them.",
        "Prints what each burn rate means in minutes. Load slo.yaml and one of recording-native.yaml"
            + " and recording-classic.yaml; promtool runs what is in tests."
      },
      mixinStandardHelpOptions = true,
      exitCodeListHeading = HelpText.EXIT_CODES,
      exitCodeList = {
        "0:the files are written",
        "1:one of them cannot be written",
        HelpText.WRONG_USAGE
      })
  int generate(
      @Option(names = "--slo", paramLabel = "FILE", required = true, description = OBJECTIVES)
          Path slo,
      @Option(
              names = "--to",
              paramLabel = "FOLDER",
              required = true,
              description = "Where the files go; made if it is not there.")
          Path folder,
      @Option(names = "--config", paramLabel = "FILE", description = SETTINGS)
          Optional<Path> config)
      throws InvalidSettingsException, IOException {
    ServiceLevels levels = read(slo, config);
    SloReport.lines(levels).forEach(out::println);
    for (Map.Entry<String, String> file : GeneratedFiles.of(levels, slo).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, file.getValue());
      out.println("wrote " + path);
    }
    return ExitCode.OK;
  }

  @Command(
      description = {
        "Prints what objectives mean, or every mistake in them.",
        "With --in, also whether the files there are those that generate writes."
      },
      mixinStandardHelpOptions = true,
      exitCodeListHeading = HelpText.EXIT_CODES,
      exitCodeList = {
        "0:there is no mistake",
        "1:a file is not what generate writes",
        HelpText.WRONG_USAGE
      })
  int check(
      @Option(names = "--slo", paramLabel = "FILE", required = true, description = OBJECTIVES)
          Path slo,
      @Option(names = "--in", paramLabel = "FOLDER", description = "Files to compare.")
          Optional<Path> folder,
      @Option(names = "--config", paramLabel = "FILE", description = SETTINGS)
          Optional<Path> config)
      throws InvalidSettingsException, IOException {
    ServiceLevels levels = read(slo, config);
    SloReport.lines(levels).forEach(out::println);
    if (folder.isEmpty()) {
      return ExitCode.OK;
    }
    List<String> stale = GeneratedFiles.stale(levels, slo, folder.get());
    stale.forEach(file -> out.println(file + " is not what generate writes"));
    return stale.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static ServiceLevels read(Path slo, Optional<Path> config)
      throws InvalidSettingsException {
    List<Double> bounds =
        config.isPresent()
            ? CollectorFile.read(config.get()).merge().bounds()
            : SettingsFile.parse("defaults", "", CollectorFile::settings).merge().bounds();
    return SloFile.read(slo, bounds);
  }
}
