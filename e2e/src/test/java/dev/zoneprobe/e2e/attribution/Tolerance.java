// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

/// How much a median may be off, in milliseconds.
///
/// @param elsewhere in the phases that nothing delayed
record Tolerance(double elsewhere) {
  static final Tolerance DEFAULT = new Tolerance(2);

  /// What the phase of `stage` has to show. The kernel sends a lost SYN again after a second (RFC
  /// 6298).
  double delay(Stage stage) {
    return stage == Stage.LOST_SYN ? 1_000 : Delay.LENGTH.toMillis();
  }

  /// The kernel's timer for that is a coarse one.
  double ofTheDelay(Stage stage) {
    return stage == Stage.LOST_SYN ? 60 : 3;
  }
}
