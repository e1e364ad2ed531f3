// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

import java.math.BigDecimal;
import java.util.OptionalInt;

/// A share of the attempts that turns bad at one moment and stays so, at a steady rate of attempts.
///
/// The recorded series hold, each minute, the attempts of the last 5 minutes; so the share in them
/// rises over 5 minutes. A window of `w` minutes holds `w + 1` of these numbers.
///
/// @param share of the attempts that are bad, above 0 and at most 1
/// @param healthyMinutes for which there were attempts before, all good
public record Trouble(double share, int healthyMinutes) {
  /// Healthy minutes that fill every window.
  public static final int DAYS_OF_HEALTH = 4_320;

  private static final int RISE = 5;

  /// After how many minutes an alert of this burn rate fires; empty if it never does.
  public OptionalInt firesAfter(BurnRate rate, BigDecimal budget) {
    double bound = new BigDecimal(rate.factor()).multiply(budget).doubleValue();
    int longest = BurnRate.minutes(rate.longWindow()) + RISE;
    for (int minute = 1; minute <= longest; minute++) {
      if (ratio(rate.longWindow(), minute) > bound && ratio(rate.shortWindow(), minute) > bound) {
        return OptionalInt.of(minute + BurnRate.minutes(rate.patience()));
      }
    }
    return OptionalInt.empty();
  }

  /// The bad share of a window that ends so many minutes after the trouble began.
  private double ratio(String window, int minute) {
    int width = BurnRate.minutes(window);
    if (width == RISE) {
      return recorded(minute);
    }
    double bad = 0;
    for (int at = Math.max(1, minute - width); at <= minute; at++) {
      bad += recorded(at);
    }
    return bad / Math.min(width + 1, healthyMinutes + minute);
  }

  private double recorded(int minute) {
    return share * Math.min(minute, RISE) / RISE;
  }
}
