// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.gate;

import dev.zoneprobe.measure.Label;

/// What the gate says about a snapshot.
public sealed interface Admission {
  /// It is new.
  ///
  /// @param lost cuts between the one before and this that never came
  record Admitted(long lost) implements Admission {}

  /// It is in already; its sender may forget it.
  record Duplicate() implements Admission {}

  /// It must not be let in.
  record Refused(Refusal refusal, String problem) implements Admission {}

  /// Why a sound frame was not merged: with the decoder's reasons, the closed list that rejected
  /// frames are counted by.
  enum Refusal implements Label {
    /// Some of its cuts are in already and some are not: it cannot be split.
    OVERLAPPING_SPAN,
    /// As many agents as there is room for are reporting.
    TOO_MANY_AGENTS,
    /// The store cannot be written at present.
    NOT_STORED,
    /// A defect of the collector. What it let in before it met the defect is not let in again.
    INTERNAL_ERROR
  }
}
