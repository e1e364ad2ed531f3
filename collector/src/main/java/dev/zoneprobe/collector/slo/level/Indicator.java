// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.level;

import dev.zoneprobe.measure.Label;

/// What is counted of the attempts.
public enum Indicator implements Label {
  /// Those that succeeded within a threshold; a failed attempt is never fast.
  LATENCY,
  /// Those that succeeded.
  AVAILABILITY
}
