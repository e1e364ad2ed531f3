// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import java.util.Map;

/// One value of one series.
public record Sample(String name, Map<String, String> labels, double value) {
  public Sample {
    labels = Map.copyOf(labels);
  }

  /// Whether it has these labels, whatever others it has.
  boolean has(Map<String, String> wanted) {
    return labels.entrySet().containsAll(wanted.entrySet());
  }

  /// The bound of the histogram bucket that it counts.
  double upperBound() {
    return number(labels.getOrDefault("le", ""));
  }

  /// Reads a number as the exposition formats and the query API write it.
  static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
