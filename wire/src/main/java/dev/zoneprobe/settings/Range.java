// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import java.time.Duration;

/// The values from `least` to `most`, both included. A `Long` is a size in bytes.
public record Range<T extends Comparable<T>>(T least, T most) {
  /// TCP and UDP ports; 0 lets the system choose one.
  public static final Range<Integer> PORT = new Range<>(0, 65_535);

  /// Returns `value`.
  ///
  /// @throws IllegalArgumentException naming the bounds, if it lies outside
  public T checked(T value) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("not between " + text(least) + " and " + text(most));
    }
    return value;
  }

  private static String text(Object bound) {
    return switch (bound) {
      case Duration duration -> Quantity.text(duration);
      case Long bytes -> Quantity.text(bytes);
      default -> bound.toString();
    };
  }
}
