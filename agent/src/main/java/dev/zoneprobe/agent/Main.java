// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The agent's commands. Exit codes: 0 done, 1 could not run or attempts failed, 2 wrong usage or
/// configuration.
@Command(
    name = "zoneprobe-agent",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Measures what a node's network really does to DNS, TCP, TLS, HTTP and gRPC.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RunCommand.class, CheckCommand.class, ProbeCommand.class})
public final class Main {
  private Main() {}

  /// Runs the command that `arguments` name.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
