// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import dev.zoneprobe.measure.interval.LatencyHistogram;

/// How much one frame may hold. A series with all its samples at 60 s still has a sum that fits.
///
/// @param subjects targets and peer zones of one agent
/// @param series histograms of one agent
/// @param samples durations in one histogram
public record FrameLimits(int subjects, int series, long samples) {
  private static final long MOST_SAMPLES = Long.MAX_VALUE / LatencyHistogram.HIGHEST_NANOS;

  /// Far above what an honest agent sends: 60 s at 1,000 attempts a second of 500 targets.
  public static final FrameLimits DEFAULT = new FrameLimits(2_000, 20_000, 100_000_000L);

  /// The largest message that either side takes, in bytes.
  public static final int MESSAGE_BYTES = 16 << 20;

  /// Refuses limits below 1, and more samples than can be added up.
  public FrameLimits {
    if (subjects < 1 || series < 1 || samples < 1 || samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "limits out of range: " + subjects + " subjects, " + series + " series, " + samples);
    }
  }
}
