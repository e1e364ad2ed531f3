// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HastenedFileTest {
  private static final Pattern MILLIS = Pattern.compile("\\b(\\d+)ms\\b");

  private static final String BOUND = "0\\.(01|05|25|5|75)\\b";

  /// A duration that is no part of a name; prose in annotations and comments may have some, and the
  /// label of a budget's window.
  private static final Pattern LEFT_ALONE = Pattern.compile("(?<![\\w:.])\\d+[smhdwy]\\b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules/recording-native.yaml",
        "rules/recording-classic.yaml",
        "rules/slo.yaml",
        "rules/alerts.yaml",
        "alertmanager/alertmanager.yaml"
      })
  void everyDurationIsATenthAndNothingElseIsChanged(String name) {
    HastenedFile file = HastenedFile.of(name);
    List<Long> hastened =
        file.hastened()
            .lines()
            .filter(HastenedFileTest::isNoProse)
            .flatMap(line -> MILLIS.matcher(line).results())
            .map(millis -> Long.parseLong(millis.group(1)) * HastenedFile.FACTOR)
            .toList();

    assertThat(hastened).isEqualTo(file.shippedMillis()).isNotEmpty();
    assertThat(MILLIS.matcher(file.hastened()).replaceAll("?"))
        .isEqualTo(MILLIS.matcher(file.shippedWithoutDurations()).replaceAll("?"));
    assertThat(file.hastened().lines().filter(HastenedFileTest::isNoProse))
        .noneMatch(line -> LEFT_ALONE.matcher(line).find());
  }

  @Test
  void namesThatEndInADurationStay() {
    assertThat(HastenedFile.of("rules/slo.yaml").hastened())
        .contains(
            "zoneprobe:pair_latency_bad:ratio1h > 14.4 * 0.001", "for: 12000ms", "[360000ms]");
  }

  @ParameterizedTest
  @CsvSource({
    "rules/recording-native.yaml, 0.25",
    "rules/recording-classic.yaml, 0.25",
    "rules/alerts.yaml, 0.75"
  })
  void onlyBoundsAreOthers(String name, String bound) {
    HastenedFile file = HastenedFile.of(name);
    String other = file.withBoundsForOneMachine();

    assertThat(other.split(BOUND, -1)).isEqualTo(file.hastened().split(BOUND, -1));
    assertThat(other).isNotEqualTo(file.hastened()).contains(bound);
  }

  private static boolean isNoProse(String line) {
    String text = line.strip();
    return !text.startsWith("#") && !text.startsWith("window:") && !line.contains("{{ $value");
  }
}
