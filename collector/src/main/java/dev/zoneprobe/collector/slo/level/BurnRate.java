// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

/// How many times as fast as it may a budget goes, and over which windows that is looked at: the
/// long one says that it matters, the short one that it is not over.
public enum BurnRate {
  HOUR("14.4", "1h", "5m", "2m", "critical"),
  QUARTER_DAY("6", "6h", "30m", "15m", "critical"),
  DAY("3", "1d", "2h", "1h", "warning"),
  THREE_DAYS("1", "3d", "6h", "3h", "warning");

  private final String factor;
  private final String longWindow;
  private final String shortWindow;
  private final String patience;
  private final String severity;

  BurnRate(String factor, String longWindow, String shortWindow, String patience, String severity) {
    this.factor = factor;
    this.longWindow = longWindow;
    this.shortWindow = shortWindow;
    this.patience = patience;
    this.severity = severity;
  }

  /// Times the budget, as text.
  public String factor() {
    return factor;
  }

  /// As Prometheus writes it.
  public String longWindow() {
    return longWindow;
  }

  /// As Prometheus writes it.
  public String shortWindow() {
    return shortWindow;
  }

  /// How long both windows have to be over their bound, as Prometheus writes it.
  public String patience() {
    return patience;
  }

  /// `critical` calls a person, `warning` writes a ticket.
  public String severity() {
    return severity;
  }

  /// Minutes of a duration that Prometheus writes with one unit of `m`, `h` or `d`.
  public static int minutes(String duration) {
    int amount = Integer.parseInt(duration.substring(0, duration.length() - 1));
    return switch (duration.charAt(duration.length() - 1)) {
      case 'm' -> amount;
      case 'h' -> amount * 60;
      case 'd' -> amount * 24 * 60;
      default -> throw new IllegalArgumentException("neither minutes, hours nor days: " + duration);
    };
  }
}
