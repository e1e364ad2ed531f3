// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import dev.zoneprobe.measure.Label;

/// What held the agent up.
public enum StallCause implements Label {
  /// A thread that asked to be woken at a moment was woken later: whatever the cause, all threads
  /// of the agent were in danger of the same.
  WAKE_UP,
  /// The collector of garbage stopped all threads.
  GC_PAUSE,
  /// The CPU limit of the agent's cgroup was used up.
  THROTTLED
}
