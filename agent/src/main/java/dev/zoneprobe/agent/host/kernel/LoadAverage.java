// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many tasks ran or wanted to on average: `/proc/loadavg`.
public record LoadAverage(double oneMinute, double fiveMinutes, double fifteenMinutes) {
  private static final Pattern LINE =
      Pattern.compile("^([\\d.]+) ([\\d.]+) ([\\d.]+) ", Pattern.MULTILINE);

  static Optional<LoadAverage> parse(String text) {
    Matcher matcher = LINE.matcher(text);
    return matcher.find()
        ? Optional.of(new LoadAverage(number(matcher, 1), number(matcher, 2), number(matcher, 3)))
        : Optional.empty();
  }

  private static double number(Matcher matcher, int group) {
    return Double.parseDouble(matcher.group(group));
  }
}
