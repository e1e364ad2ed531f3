// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/// Lines of a name and a whole number, as many kernel files consist of.
final class NumberLines {
  private static final int MOST_DIGITS = 18;

  private NumberLines() {}

  /// The numbers by name, without the colon behind it and the unit behind the number; lines of
  /// another shape are left out.
  static Map<String, Long> parse(String text) {
    Map<String, Long> numbers = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      StringTokenizer words = new StringTokenizer(line, " :\t");
      if (words.countTokens() >= 2) {
        String name = words.nextToken();
        wholeNumber(words.nextToken()).ifPresent(number -> numbers.put(name, number));
      }
    }
    return numbers;
  }

  /// The number that `word` is; empty if it is none, or too large.
  static Optional<Long> wholeNumber(String word) {
    boolean isNumber =
        !word.isEmpty()
            && word.length() <= MOST_DIGITS
            && word.chars().allMatch(Character::isDigit);
    return isNumber ? Optional.of(Long.parseLong(word)) : Optional.empty();
  }
}
