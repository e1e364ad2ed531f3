// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// For how long tasks have waited for a resource since the counting began: the `total=` of a
/// pressure stall file (`Documentation/accounting/psi.rst` of the kernel).
///
/// @param someNanos while at least one task waited
/// @param fullNanos while all tasks that had something to do waited; absent for the CPU before
///   Linux 5.13
public record Pressure(long someNanos, Optional<Long> fullNanos) {
  private static final String TOTAL = " total=";

  /// Empty if `text` is no pressure stall file.
  static Optional<Pressure> parse(String text) {
    return nanos("some", text).map(some -> new Pressure(some, nanos("full", text)));
  }

  /// Read ten times a second, of several files: so without a regular expression.
  private static Optional<Long> nanos(String kind, String text) {
    int begin = text.startsWith(kind) ? 0 : text.indexOf("\n" + kind);
    int total = begin < 0 ? -1 : text.indexOf(TOTAL, begin);
    int end = total < 0 ? -1 : text.indexOf('\n', total);
    return end < 0
        ? Optional.empty()
        : NumberLines.wholeNumber(text.substring(total + TOTAL.length(), end))
            .map(TimeUnit.MICROSECONDS::toNanos);
  }
}
