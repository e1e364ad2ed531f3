// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
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
    synopsisSubcommandLabel = "COMMAND")
public final class SloCommands {
  private final PrintWriter out;

  /// Creates the commands, which print to `out`.
  public SloCommands(PrintWriter out) {
    this.out = out;
  }

  @Command(
      description = {
        "Write recording rules, burn-rate alerts and their tests.",
        "Prints what each burn rate means in minutes. Load slo.yaml and one of recording-native.yaml"
            + " and recording-classic.yaml; promtool runs what is in tests."
      },
      mixinStandardHelpOptions = true)
  int generate(
      @Option(names = "--slo", paramLabel = "FILE", required = true, description = "objectives")
          Path slo,
      @Option(names = "--to", paramLabel = "FOLDER", required = true, description = "for the files")
          Path folder,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description = "settings of the collector, for histogram.bounds; else their defaults")
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
        "Print what objectives mean, or everything that is wrong with them.",
        "With --in, also whether the files there are those that generate writes."
      },
      mixinStandardHelpOptions = true)
  int check(
      @Option(names = "--slo", paramLabel = "FILE", required = true, description = "objectives")
          Path slo,
      @Option(names = "--in", paramLabel = "FOLDER", description = "files to compare")
          Optional<Path> folder,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description = "settings of the collector, for histogram.bounds; else their defaults")
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
