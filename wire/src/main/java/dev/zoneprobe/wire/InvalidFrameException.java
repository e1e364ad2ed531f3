// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.wire;

import dev.zoneprobe.measure.Label;
import java.util.function.Supplier;

/// A frame that must not be let in; the message says what is wrong with it.
public final class InvalidFrameException extends Exception {
  /// What is wrong: the closed list that rejected frames are counted by.
  public enum Reason implements Label {
    /// Its bytes are no frame.
    UNREADABLE,
    INVALID_SOURCE,
    INVALID_SPAN,
    INVALID_SUBJECT,
    INVALID_COUNTS,
    INVALID_HISTOGRAM,
    TOO_MANY_SUBJECTS,
    TOO_MANY_SERIES,
    INVALID_ATTEMPT,
    TOO_MANY_ATTEMPTS,
    INVALID_PEER,
    TOO_MANY_PEERS,
    INVALID_CONDITION,
    /// It has more parts than any honest frame; none of them was built.
    TOO_MANY_PARTS,
    /// No agent can have done so much in that time.
    IMPLAUSIBLE
  }

  private final Reason reason;

  /// @param message for the sender: what it sent, and what the limit is
  public InvalidFrameException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  InvalidFrameException(Reason reason, IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /// What `value` makes, or `otherwise` if it cannot be made.
  static <T> T checked(Reason otherwise, Supplier<T> value) throws InvalidFrameException {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidFrameException(otherwise, e);
    }
  }
}
