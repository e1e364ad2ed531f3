// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.picture;

import java.util.Locale;

/// How a panel's numbers are written; named as Grafana names it.
enum Unit {
  SECONDS("s"),
  SHARE("percentunit"),
  BYTES("bytes"),
  PLAIN("");

  private final String grafana;

  Unit(String grafana) {
    this.grafana = grafana;
  }

  static Unit of(String grafana) {
    for (Unit unit : values()) {
      if (unit.grafana.equals(grafana)) {
        return unit;
      }
    }
    return PLAIN;
  }

  String text(double value) {
    return switch (this) {
      case SECONDS -> value < 1 ? digits(1_000 * value) + " ms" : digits(value) + " s";
      case SHARE -> digits(100 * value) + " %";
      case BYTES -> digits(value / (1 << 20)) + " MiB";
      case PLAIN -> digits(value);
    };
  }

  private static String digits(double value) {
    String format = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
