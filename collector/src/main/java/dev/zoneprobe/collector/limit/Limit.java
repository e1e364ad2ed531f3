// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.limit;

import dev.zoneprobe.measure.Label;

/// What there was no room for: the closed list that refused series are counted by.
public enum Limit implements Label {
  /// As many zones as may be are known.
  ZONES,
  /// A quarter of them was brought by this agent alone.
  ZONES_OF_AGENT,
  /// As many targets as may be are known.
  TARGETS,
  /// A quarter of them was brought by this agent alone.
  TARGETS_OF_AGENT,
  /// As many series as may be are kept.
  SERIES,
  /// A quarter of them was brought by this agent alone.
  SERIES_OF_AGENT
}
