// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;

/// How many there may be of what agents give names to.
///
/// @param series histograms; each route counts as one more
/// @param zones source and destination zones
/// @param targets names of targets
public record LimitSettings(int series, int zones, int targets) {
  /// Reads its keys of the section `limits`.
  public static LimitSettings read(Section limits) {
    return new LimitSettings(
        limits.integer("series", 12_000, new Range<>(1, 10_000_000)),
        limits.integer("zones", 200, new Range<>(1, 100_000)),
        limits.integer("targets", 2_000, new Range<>(1, 1_000_000)));
  }

  /// What a person is told who ran into `limit`.
  String told(Limit limit) {
    return switch (limit) {
      case ZONES -> reached("zones", zones);
      case TARGETS -> reached("targets", targets);
      case SERIES -> reached("series", series);
      case ZONES_OF_AGENT -> reachedAlone("zones", zones);
      case TARGETS_OF_AGENT -> reachedAlone("targets", targets);
      case SERIES_OF_AGENT -> reachedAlone("series", series);
    };
  }

  private static String reached(String what, int most) {
    return "the collector knows %d %s, and limits.%s lets in no more".formatted(most, what, what);
  }

  private static String reachedAlone(String what, int most) {
    return "%d %s come from this agent alone, and a quarter of limits.%s is the most"
        .formatted(Allotment.share(most), what, what);
  }
}
