// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

/// How much one frame may hold.
///
/// @param subjects targets and peer zones of one agent
/// @param series histograms of one agent
/// @param samples durations in one histogram
public record FrameLimits(int subjects, int series, long samples) {
  /// Far above what an honest agent sends: 60 s at 1,000 attempts a second of 500 targets.
  public static final FrameLimits DEFAULT = new FrameLimits(2_000, 20_000, 100_000_000L);

  /// The largest message that either side takes, in bytes.
  public static final int MESSAGE_BYTES = 16 << 20;
}
