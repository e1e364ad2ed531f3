// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.terminal;

/// Words that the help of several programs has in common.
public final class HelpText {
  /// Above the list of exit codes, which every command has.
  public static final String EXIT_CODES = "%nExit codes:%n";

  /// The exit code of everything that was asked for wrongly.
  public static final String WRONG_USAGE = "2:wrong usage, or a mistake in a file that was named";

  /// The end of a description, for an option that has a default.
  public static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

  /// Of a command that has others below it.
  public static final String SEE_COMMANDS = "%nCOMMAND --help tells the options of a command.%n";

  /// Of the command `check`.
  public static final String CHECK = "Prints what the settings mean, or every mistake in them.";

  /// Of the option `--config`.
  public static final String CONFIG =
      "Settings in YAML; docs/configuration.md tells every key and its default.";

  /// Of the option `--syntax-only`.
  public static final String SYNTAX_ONLY =
      "Checks this file alone: what it names (certificates, keys, tokens, directories, other files)"
          + " and what the host would tell need not be there.";

  /// Of the option `--log-level`.
  public static final String LOG_LEVEL = "How much is logged: warn, info or debug" + DEFAULT;

  private HelpText() {}
}
