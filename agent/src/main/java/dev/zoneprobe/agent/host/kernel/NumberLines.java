// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lines of a name and a whole number, as many kernel files consist of.
final class NumberLines {
  private static final Pattern LINE =
      Pattern.compile("^(\\w+):?[ \\t]+(\\d{1,18})(?:[ \\t]+kB)?$", Pattern.MULTILINE);

  private NumberLines() {}

  /// The numbers by name; lines of another shape are left out.
  static Map<String, Long> parse(String text) {
    Map<String, Long> numbers = new HashMap<>();
    for (Matcher line = LINE.matcher(text); line.find(); ) {
      numbers.put(line.group(1), Long.parseLong(line.group(2)));
    }
    return numbers;
  }
}
