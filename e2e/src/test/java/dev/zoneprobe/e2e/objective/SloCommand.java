// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.objective;

import dev.zoneprobe.collector.slo.SloCommands;
import dev.zoneprobe.e2e.kit.Repository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/// How a command about objectives ended and what it printed.
record SloCommand(int exitCode, String output) {
  /// The objectives of what is shipped.
  static final Path SHIPPED = Repository.root().resolve("dashboards/slo.yaml");

  /// Runs a command to its end.
  static SloCommand run(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int code =
        new CommandLine(new SloCommands(writer)).setOut(writer).setErr(writer).execute(texts);
    return new SloCommand(code, output.toString());
  }
}
