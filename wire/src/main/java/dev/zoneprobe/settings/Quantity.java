// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations and sizes as people write them: `250ms`, `10s`, `5m`, `8MiB`.
public final class Quantity {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]+)");

  private Quantity() {}

  /// Reads a duration in `us`, `ms`, `s`, `m` or `h`, up to 292 years: its nanoseconds fit in a
  /// `long`.
  ///
  /// @throws IllegalArgumentException saying what is expected
  public static Duration duration(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw notADuration();
    }
    ChronoUnit unit =
        switch (form.group(2)) {
          case "us" -> ChronoUnit.MICROS;
          case "ms" -> ChronoUnit.MILLIS;
          case "s" -> ChronoUnit.SECONDS;
          case "m" -> ChronoUnit.MINUTES;
          case "h" -> ChronoUnit.HOURS;
          default -> throw notADuration();
        };
    return Duration.ofNanos(product(form.group(1), unit.getDuration().toNanos()));
  }

  /// Writes a duration in the largest unit that needs no fraction, as [#duration(String)] reads it;
  /// whole microseconds, what is finer is cut off.
  public static String text(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos % 1_000_000 != 0) {
      return nanos / 1_000 + "us";
    }
    long millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds % 60 != 0 || seconds == 0) {
      return seconds + "s";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
  }

  /// Reads a size in `B`, `KiB`, `MiB` or `GiB`.
  ///
  /// @throws IllegalArgumentException saying what is expected
  public static long bytes(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw notASize();
    }
    return switch (form.group(2)) {
      case "B" -> product(form.group(1), 1);
      case "KiB" -> product(form.group(1), 1L << 10);
      case "MiB" -> product(form.group(1), 1L << 20);
      case "GiB" -> product(form.group(1), 1L << 30);
      default -> throw notASize();
    };
  }

  /// Writes a size in the largest unit that needs no fraction, as [#bytes(String)] reads it.
  public static String text(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB"};
    int unit = 0;
    while (unit < units.length - 1 && bytes != 0 && bytes % 1024 == 0) {
      bytes /= 1024;
      unit++;
    }
    return bytes + units[unit];
  }

  private static long product(String amount, long unit) {
    try {
      return Math.multiplyExact(Long.parseLong(amount), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too large", e);
    }
  }

  private static IllegalArgumentException notADuration() {
    return new IllegalArgumentException("not a duration such as 250ms, 10s, 5m or 1h");
  }

  private static IllegalArgumentException notASize() {
    return new IllegalArgumentException("not a size such as 512KiB or 8MiB");
  }
}
