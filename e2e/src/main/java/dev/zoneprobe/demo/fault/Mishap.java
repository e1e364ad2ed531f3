// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.fault;

import dev.zoneprobe.settings.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A fault and when it happens.
///
/// @param begin how long after everything runs
/// @param length how long it lasts; empty if until the end of the demo
public record Mishap(Fault fault, Duration begin, Optional<Duration> length) {
  /// What [#of] understands, for people.
  public static final String FORM = "KIND[@BEGIN[+LENGTH]]";

  private static final Pattern TEXT = Pattern.compile("([a-z-]+)(?:@(\\w+)(?:\\+(\\w+))?)?");

  /// Reads `slow-pair`, `slow-pair@30s` or `slow-pair@30s+1m`.
  ///
  /// @throws IllegalArgumentException if `text` is none of these
  public static Mishap of(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not " + FORM);
    }
    Optional<String> begin = Optional.ofNullable(parts.group(2));
    Optional<String> length = Optional.ofNullable(parts.group(3));
    return new Mishap(
        Fault.of(parts.group(1)),
        begin.map(Quantity::duration).orElse(Duration.ZERO),
        length.map(Quantity::duration));
  }

  /// When it is over, counted as [#begin] is; empty if never.
  Optional<Duration> end() {
    return length.map(begin::plus);
  }
}
