// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

import dev.zoneprobe.measure.Label;

/// How far apart two zones are. Regions are known where Nodes are watched; a pair whose regions are
/// not both known is one across zones.
public enum PairClass implements Label {
  WITHIN_ZONE,
  ACROSS_ZONES,
  ACROSS_REGIONS
}
