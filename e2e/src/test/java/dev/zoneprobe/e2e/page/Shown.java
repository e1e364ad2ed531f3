// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Values as a reader is to see them: written anew here, so that the page is compared with
/// something.
final class Shown {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private Shown() {}

  /// Three significant digits in the unit that leaves at least one before the point.
  static String duration(double seconds) {
    double rounded = new BigDecimal(seconds).round(new MathContext(3)).doubleValue();
    if (rounded >= 1) {
      return digits(seconds) + " s";
    }
    return rounded >= 0.001 ? digits(seconds * 1e3) + " ms" : digits(seconds * 1e6) + " µs";
  }

  private static String digits(double number) {
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(3));
    int whole = rounded.precision() - rounded.scale();
    return rounded.setScale(Math.max(0, 3 - whole), RoundingMode.HALF_UP).toPlainString();
  }

  static String clock(Instant moment) {
    return CLOCK.format(moment);
  }
}
