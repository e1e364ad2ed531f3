// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// For how long tasks have waited for a resource since the counting began: the `total=` of a
/// pressure stall file (`Documentation/accounting/psi.rst` of the kernel).
///
/// @param someNanos while at least one task waited
/// @param fullNanos while all tasks that had something to do waited; absent for the CPU before
///   Linux 5.13
public record Pressure(long someNanos, Optional<Long> fullNanos) {
  private static final Pattern SOME = line("some");
  private static final Pattern FULL = line("full");

  private static Pattern line(String kind) {
    return Pattern.compile("^" + kind + " .*\\btotal=(\\d{1,15})\\b", Pattern.MULTILINE);
  }

  /// Empty if `text` is no pressure stall file.
  static Optional<Pressure> parse(String text) {
    return nanos(SOME, text).map(some -> new Pressure(some, nanos(FULL, text)));
  }

  private static Optional<Long> nanos(Pattern line, String text) {
    Matcher matcher = line.matcher(text);
    return matcher.find()
        ? Optional.of(Long.parseLong(matcher.group(1)) * 1_000)
        : Optional.empty();
  }
}
