// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.00 µs",
    "1, 0.00 µs",
    "9994, 9.99 µs",
    "9995, 10.0 µs",
    "99949, 99.9 µs",
    "99950, 100 µs",
    "999499, 999 µs",
    "999500, 1.00 ms",
    "999600, 1.00 ms",
    "2550000, 2.55 ms",
    "999499999, 999 ms",
    "999500000, 1.00 s",
    "60000000000, 60.0 s"
  })
  void hasThreeDigitsAndTheUnitThatTheyFit(long nanos, String text) {
    assertThat(DurationText.of(nanos)).isEqualTo(text);
  }

  @Test
  void isTheSameInEveryLanguage() {
    Locale machine = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(DurationText.of(2_550_000)).isEqualTo("2.55 ms");
    } finally {
      Locale.setDefault(machine);
    }
  }
}
