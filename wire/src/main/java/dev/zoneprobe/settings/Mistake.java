// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import java.util.Optional;
import java.util.OptionalInt;

/// One thing that is wrong in a settings file.
///
/// @param file as the person who named it wrote it
/// @param line counted from 1; absent if the mistake is on no line
/// @param key the full path of the key, empty if the file as a whole is meant
public record Mistake(
    String file, OptionalInt line, String key, Optional<String> value, String problem) {
  private static final int SHOWN_VALUE_LENGTH = 80;

  /// One line that a person can act on.
  @Override
  public String toString() {
    String where = file + (line.isPresent() ? ":" + line.getAsInt() : "") + ": ";
    String what = key.isEmpty() ? "" : key + ": ";
    return where + what + value.map(text -> quoted(text) + ": ").orElse("") + oneLine(problem);
  }

  /// With the spaces at its ends, which may be what is wrong with it.
  private static String quoted(String text) {
    String oneLine = spaced(text);
    return oneLine.length() <= SHOWN_VALUE_LENGTH
        ? '"' + oneLine + '"'
        : '"' + oneLine.substring(0, SHOWN_VALUE_LENGTH) + "…\"";
  }

  private static String oneLine(String text) {
    return spaced(text).strip();
  }

  private static String spaced(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }
}
