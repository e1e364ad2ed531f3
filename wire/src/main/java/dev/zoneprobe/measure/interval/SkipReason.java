// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import dev.zoneprobe.measure.Label;

/// Why an attempt that was due could not begin.
public enum SkipReason implements Label {
  /// As many attempts as are allowed were still in flight, or had left what is not closed yet.
  IN_FLIGHT_LIMIT,
  /// The agent is stopping.
  STOPPING
}
