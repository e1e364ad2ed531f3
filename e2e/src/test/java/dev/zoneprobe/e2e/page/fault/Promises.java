// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.fault;

import dev.zoneprobe.demo.fault.Fault;
import dev.zoneprobe.e2e.source.MarkdownFile;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the README says that the page says: in its table of faults, whatever stands between
/// quotation marks.
final class Promises {
  private static final Pattern QUOTED = Pattern.compile("“([^”]+)”");

  private Promises() {}

  /// What each step on the way to this fault says; empty if the README does not tell the way.
  static List<List<String>> of(Fault fault) {
    return MarkdownFile.at("README.md")
        .text()
        .lines()
        .filter(line -> line.startsWith("| `" + fault.label() + "` | ") && line.contains("“"))
        .flatMap(line -> Stream.of(line.split("\\|", -1)).skip(2).limit(3))
        .map(Promises::quoted)
        .toList();
  }

  private static List<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map(MatchResult::group).map(Promises::bare).toList();
  }

  private static String bare(String quotation) {
    return quotation.substring(1, quotation.length() - 1).strip();
  }
}
