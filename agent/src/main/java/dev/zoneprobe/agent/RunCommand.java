// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.reload.LiveConfig;
import dev.zoneprobe.logging.LogLevel;
import dev.zoneprobe.terminal.HelpText;
import dev.zoneprobe.terminal.StopHook;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `run`: probes and reports until it is told to stop.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Probes and reports until it is told to stop (SIGTERM, SIGINT); SIGHUP reloads the file.",
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {"0:stopped", "1:could not run", HelpText.WRONG_USAGE})
final class RunCommand implements Callable<Integer> {
  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = HelpText.LOG_LEVEL)
  private LogLevel logLevel = LogLevel.INFO;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    logLevel.apply();
    Optional<LiveConfig> settings = config.read();
    if (settings.isEmpty()) {
      return ExitCode.USAGE;
    }
    try (StopHook<Agent> hook = StopHook.register(this::stop);
        Agent agent = Agent.start(settings.get())) {
      hook.await(agent);
    }
    return ExitCode.OK;
  }

  private void stop(Agent agent) {
    PrintWriter err = command.commandLine().getErr();
    agent.close();
    err.println("stopped: " + agent.account());
    err.flush();
  }
}
