// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent;

import dev.zoneprobe.agent.config.Nameserver;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.terminal.HelpText;
import dev.zoneprobe.terminal.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.security.Security;
import java.util.logging.LogManager;
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
    footer = HelpText.SEE_COMMANDS,
    exitCodeListHeading = HelpText.EXIT_CODES,
    exitCodeList = {
      "0:done; the rest depends on the command",
      "1:could not run, or attempts failed",
      HelpText.WRONG_USAGE
    },
    subcommands = {RunCommand.class, CheckCommand.class, ProbeCommand.class})
public final class Main {
  private Main() {}

  /// Runs the command that `arguments` name. Java would remember for 30 seconds where collectors
  /// were, and an agent would go on looking for them there.
  public static void main(String[] arguments) throws IOException {
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    try (InputStream logs = Main.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(logs);
    }
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    System.exit(commandLine().setOut(out).execute(arguments));
  }

  static CommandLine commandLine() {
    return Program.of(new CommandLine(new Main()))
        .registerConverter(Connection.class, Connection::of)
        .registerConverter(InetSocketAddress.class, Nameserver::parse);
  }
}
