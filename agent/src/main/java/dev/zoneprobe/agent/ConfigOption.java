// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import static java.util.Objects.requireNonNull;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.reload.LiveConfig;
import dev.zoneprobe.agent.report.trust.CollectorCredentials;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.OfflineSettings;
import dev.zoneprobe.terminal.HelpText;
import dev.zoneprobe.watch.FileWatch;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The option `--config`, and what is said when the file cannot be used.
final class ConfigOption {
  @Option(names = "--config", required = true, paramLabel = "FILE", description = HelpText.CONFIG)
  private Path file = Path.of("");

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  /// The configuration; empty if it, or a certificate for the collector, cannot be used, after each
  /// mistake has been printed. Later changes of those certificates are noticed apart from it.
  Optional<LiveConfig> read() {
    try (FileWatch once = new FileWatch()) {
      LiveConfig config = LiveConfig.read(file, System.getenv(), InstantSource.system());
      CollectorCredentials _ = new CollectorCredentials(config.settings().access(), once);
      return Optional.of(config);
    } catch (InvalidSettingsException e) {
      return refused(e);
    } catch (UncheckedIOException e) {
      return refused(requireNonNull(e.getCause()));
    }
  }

  /// What the configuration says by itself; empty, after each mistake has been printed, if that is
  /// wrong.
  Optional<OfflineSettings<AgentSettings>> readAlone() {
    try {
      return Optional.of(AgentSettings.readAlone(file, System.getenv()));
    } catch (InvalidSettingsException e) {
      return refused(e);
    }
  }

  private <T> Optional<T> refused(Exception why) {
    command.commandLine().getErr().println(why.getMessage());
    return Optional.empty();
  }
}
