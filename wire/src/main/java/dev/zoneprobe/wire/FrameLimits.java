// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import dev.zoneprobe.measure.interval.PeerInterval;

/// How much one frame may hold.
///
/// @param subjects targets and peer zones of one agent
/// @param series histograms of one agent
/// @param samples durations in one histogram
/// @param attempts that are told whole
/// @param peers nodes that mesh attempts went to
public record FrameLimits(int subjects, int series, long samples, int attempts, int peers) {
  /// Far above what an honest agent sends: 60 s at 1,000 attempts a second of 500 targets.
  public static final FrameLimits DEFAULT =
      new FrameLimits(2_000, 20_000, 100_000_000L, 4_000, PeerInterval.MOST);

  /// The largest message that either side takes, in bytes: 20,000 series with ten samples each fit,
  /// and two snapshots that do not fit together are not merged.
  public static final int MESSAGE_BYTES = 4 << 20;

  /// How many bytes of a frame the attempts in it take at most, as an honest agent writes it.
  public static final int ATTEMPT_BYTES = 64 << 10;

  /// Longest name in a lookup, in characters (RFC 1035 section 2.3.4).
  static final int NAME_CHARACTERS = 255;

  /// Longest phase of an attempt: a sum of all phases still fits.
  static final long PHASE_NANOS = Long.MAX_VALUE >> 4;

  /// Refuses limits that let nothing in.
  public FrameLimits {
    if (subjects < 1 || series < 1 || samples < 1 || attempts < 0 || peers < 0) {
      throw new IllegalArgumentException(
          "limits out of range: %d subjects, %d series, %d samples, %d attempts, %d peers"
              .formatted(subjects, series, samples, attempts, peers));
    }
  }
}
