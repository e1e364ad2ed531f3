// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.terminal;

import java.util.Locale;

/// A measured duration as people read it: three significant digits and a unit, `2.55 ms`.
///
/// The text is the same whatever language the machine speaks.
public final class DurationText {
  /// From here on, three significant digits of a unit are 1000.
  private static final double NEXT_UNIT = 999.5;

  private DurationText() {}

  /// The text of `nanos` nanoseconds, in µs, ms or s.
  public static String of(long nanos) {
    double micros = nanos / 1e3;
    if (micros < NEXT_UNIT) {
      return digits(micros) + " µs";
    }
    double millis = nanos / 1e6;
    return millis < NEXT_UNIT ? digits(millis) + " ms" : digits(nanos / 1e9) + " s";
  }

  /// Three significant digits of a number that is not negative, and never an exponent.
  public static String digits(double value) {
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
