// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import dev.zoneprobe.agent.probe.OngoingAttempt;
import java.util.concurrent.CancellationException;

/// A text that can be read until the deadline of an attempt.
///
/// A regular expression may take longer for a page than the universe has left, and nothing
/// interrupts it; but it has to ask for every character. Used by one thread.
final class DeadlineText implements CharSequence {
  private static final int CHARACTERS_BETWEEN_LOOKS = 1024;

  private final String text;
  private final OngoingAttempt attempt;
  private int untilNextLook = CHARACTERS_BETWEEN_LOOKS;

  DeadlineText(String text, OngoingAttempt attempt) {
    this.text = text;
    this.attempt = attempt;
  }

  /// The character at `index`.
  ///
  /// @throws CancellationException if the deadline has passed
  @Override
  public char charAt(int index) {
    untilNextLook--;
    if (untilNextLook == 0) {
      untilNextLook = CHARACTERS_BETWEEN_LOOKS;
      if (attempt.remaining().isZero()) {
        throw new CancellationException("the attempt's deadline has passed");
      }
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
