// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.util.Locale;
import java.util.OptionalDouble;

/// What one cell of a table says: two quantiles, and how often the attempts failed.
///
/// @param p50Seconds absent while there are too few samples
/// @param p99Seconds absent while there are too few samples
/// @param samples how many durations were recorded
/// @param failures how many attempts of the protocol failed, in whatever phase
record Reading(OptionalDouble p50Seconds, OptionalDouble p99Seconds, long samples, long failures) {
  /// The cell's text, in milliseconds: `2.31 / 3.05 / 0`.
  String text() {
    if (samples == 0 && failures == 0) {
      return "–";
    }
    String p99 = p50Seconds.isPresent() ? text(p99Seconds, 0.99) : "–";
    return "%s / %s / %d".formatted(text(p50Seconds, 0.5), p99, failures);
  }

  private String text(OptionalDouble seconds, double quantile) {
    if (seconds.isPresent()) {
      return millis(seconds.getAsDouble());
    }
    long missing = QuantileEstimate.samplesNeeded(quantile) - samples;
    return missing > 0 ? "needs " + missing : "soon";
  }

  /// A difference in milliseconds, with its sign.
  static String signed(double seconds) {
    return (seconds < 0 ? "" : "+") + millis(seconds);
  }

  /// Seconds as milliseconds, with as many digits as tell anything.
  static String millis(double seconds) {
    double millis = seconds * 1_000;
    return String.format(Locale.ROOT, millis < 100 ? "%.2f" : "%.0f", millis);
  }
}
