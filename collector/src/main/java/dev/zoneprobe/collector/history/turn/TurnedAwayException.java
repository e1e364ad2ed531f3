// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history.turn;

import dev.zoneprobe.measure.Label;

/// A question is not answered now; its message is for the one who asked.
public final class TurnedAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why.
  public enum Reason implements Label {
    /// Too many others waited, or it was not its turn before its time was over.
    BUSY,
    /// Its time was over while it was answered.
    SLOW
  }

  TurnedAwayException(String message) {
    super(message);
  }
}
