// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.plan;

import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;

/// How much is probed.
///
/// @param peersInAZone how many peers in each zone a node probes, at most
public record PlanSettings(int peersInAZone) {
  /// Reads the section `plan`.
  public static PlanSettings read(Section section) {
    return new PlanSettings(section.integer("peersInAZone", 3, new Range<>(1, 50)));
  }
}
