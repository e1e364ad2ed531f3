// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import java.util.List;
import java.util.stream.Collectors;

/// A settings file cannot be used; the message has one line for each mistake.
public final class InvalidSettingsException extends Exception {
  private final List<Mistake> mistakes;

  public InvalidSettingsException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /// Never empty, in the order of their lines.
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
