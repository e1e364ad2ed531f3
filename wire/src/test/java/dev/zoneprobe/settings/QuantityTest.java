// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "250us, PT0.00025S",
    "250ms, PT0.25S",
    "10s, PT10S",
    "90s, PT90S",
    "5m, PT5M",
    "2h, PT2H",
    "' 10 s ', PT10S"
  })
  void readsADuration(String text, Duration duration) {
    assertThat(Quantity.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "10S", "10 days", "1h30m", "٣s"})
  void refusesWhatIsNotADuration(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.duration(text))
        .withMessage("not a duration such as 250ms, 10s, 5m or 1h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999999999h", "999999999999999s", "9999999999999999us"})
  void refusesADurationWhoseNanosecondsDoNotFit(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.duration(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1us", "250ms", "1001ms", "59s", "61s", "1m", "90m", "24h"})
  void writesADurationAsItReadsIt(String text) {
    assertThat(Quantity.text(Quantity.duration(text))).isEqualTo(text);
  }

  @Test
  void writesTheLargestUnitThatNeedsNoFraction() {
    assertThat(Quantity.text(Duration.ofMinutes(61).minusMinutes(1))).isEqualTo("1h");
    assertThat(Quantity.text(Duration.ofSeconds(61).minusSeconds(1))).isEqualTo("1m");
    assertThat(Quantity.text(3L << 20)).isEqualTo("3MiB");
    assertThat(Quantity.text(1_025)).isEqualTo("1025B");
    assertThat(Quantity.text(2L << 40)).isEqualTo("2048GiB");
  }

  @ParameterizedTest
  @CsvSource({"0B, 0", "1B, 1", "512KiB, 524288", "8MiB, 8388608", "1 GiB, 1073741824"})
  void readsASize(String text, long bytes) {
    assertThat(Quantity.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "8MB", "-1B", "8mib", "1.5GiB"})
  void refusesWhatIsNotASize(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.bytes(text))
        .withMessage("not a size such as 512KiB or 8MiB");
  }

  @Test
  void refusesASizeThatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.bytes("999999999999999GiB"))
        .withMessage("too large");
  }
}
