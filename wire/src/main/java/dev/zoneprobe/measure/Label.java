// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A word of a closed set that appears as a label value in metrics, JSON and documents.
public interface Label {
  /// Longest label value that is let in, in characters.
  int MAX_LENGTH = 128;

  /// The constant's name, as the enum declares it.
  String name();

  /// The label value: the constant's name in lower case.
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The one of `choices` whose label is `text`.
  ///
  /// @throws IllegalArgumentException naming the choices, if there is none
  static <L extends Label> L of(List<L> choices, String text) {
    return choices.stream()
        .filter(choice -> choice.label().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected one of "
                    + choices.stream().map(Label::label).collect(Collectors.joining(", "))));
  }

  /// Returns `value` if it can be a label value: 1 to [#MAX_LENGTH] printable characters, without
  /// line breaks and control characters.
  ///
  /// @throws IllegalArgumentException naming `what` and the value, shortened, if it cannot
  static String checked(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    if (value.codePoints().anyMatch(Label::isUnprintable)) {
      throw new IllegalArgumentException(what + " contains an unprintable character");
    }
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s is %d characters long, the limit is %d: %s…"
              .formatted(what, value.length(), MAX_LENGTH, value.substring(0, 16)));
    }
    return value;
  }

  /// Whether [#checked] lets `value` pass.
  static boolean isAllowed(String value) {
    return !value.isBlank()
        && value.length() <= MAX_LENGTH
        && value.codePoints().noneMatch(Label::isUnprintable);
  }

  private static boolean isUnprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
