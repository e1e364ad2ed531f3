// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

/// What the probing host was like while the attempt ran.
public enum SourceState implements Label {
  /// Nothing noticed that could have disturbed the measurement.
  CALM,
  /// The host is under CPU or memory pressure.
  BUSY,
  /// The agent itself was held up while the attempt ran: its durations are not the network's.
  STALLED
}
