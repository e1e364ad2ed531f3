// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.terminal;

import static java.util.Objects.requireNonNull;

import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// How a program reads its command line, and what it says when it cannot do what it is asked for.
///
/// Wrong usage is one line that names option and value, one that says where help is, and exit code
/// 2. What the outside world refuses is one line and exit code 1. Anything else is a defect of
/// ours: it stays loud.
public final class Program {
  private static final int WIDTH = 100;

  /// Written before each line about a problem; empty, or the program's name and a colon.
  private final String prefix;

  private Program(String prefix) {
    this.prefix = prefix;
  }

  /// Sets up `commands`, which has all of its subcommands already.
  public static CommandLine of(CommandLine commands) {
    return new Program("").setUp(commands);
  }

  /// Sets up `commands` of a script called `name`, which is written before each problem.
  public static CommandLine ofScript(String name, CommandLine commands) {
    return new Program(name + ": ").setUp(commands);
  }

  private CommandLine setUp(CommandLine commands) {
    return commands
        .setUsageHelpWidth(WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, Quantity::duration)
        .registerConverter(Integer.class, Program::wholeNumber)
        .registerConverter(int.class, Program::wholeNumber)
        .setParameterExceptionHandler((wrong, _) -> misused(wrong))
        .setExecutionExceptionHandler((problem, command, _) -> failed(problem, command));
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a whole number", e);
    }
  }

  private int misused(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    say(command, problem(wrong));
    say(command, "see " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private void say(CommandLine command, String problem) {
    problem.lines().forEach(line -> command.getErr().println(prefix + line));
  }

  private static String problem(ParameterException wrong) {
    String message = String.valueOf(wrong.getMessage());
    Throwable cause = wrong.getCause();
    if (wrong.getArgSpec() != null && cause != null) {
      return "%s: \"%s\": %s"
          .formatted(name(wrong.getArgSpec()), wrong.getValue(), reason(wrong.getArgSpec(), cause));
    }
    return wrong instanceof UnmatchedArgumentException unknown
        ? message + suggestions(unknown.getSuggestions())
        : message;
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String reason(ArgSpec argument, Throwable cause) {
    Class<?> type = argument.auxiliaryTypes()[0];
    return cause instanceof TypeConversionException && type.isEnum()
        ? "expected one of " + words(type.getEnumConstants())
        : String.valueOf(cause.getMessage());
  }

  private static String words(Object[] constants) {
    return Arrays.stream(constants)
        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static String suggestions(List<String> similar) {
    return similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
  }

  private int failed(Exception problem, CommandLine command) throws Exception {
    Exception refusal =
        problem instanceof UncheckedIOException unchecked
            ? requireNonNull(unchecked.getCause())
            : problem;
    return switch (refusal) {
      case InvalidSettingsException invalid -> {
        say(command, String.valueOf(invalid.getMessage()));
        yield ExitCode.USAGE;
      }
      case NoSuchFileException missing -> {
        say(command, "no such file: " + missing.getFile());
        yield ExitCode.SOFTWARE;
      }
      case IOException impossible -> {
        say(command, String.valueOf(impossible.getMessage()));
        yield ExitCode.SOFTWARE;
      }
      default -> throw problem;
    };
  }
}
