// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.part;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.collector.history.Parameters;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which questions of other collectors are answered, and which are refused.
class HistoryQueryTest {
  private static HistoryQuery query(String first, String last) {
    return query("first=" + first + "&last=" + last + "&step=44640&phase=total");
  }

  private static HistoryQuery query(String text) {
    return HistoryQuery.of(
        new Parameters(
            Arrays.stream(text.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(groupingBy(one -> one[0], mapping(one -> one[1], toList())))));
  }

  @Test
  void asksForAllMinutesFromTheFirstToTheLast() {
    assertThat(query("29000000", "29000059").minutes().count()).isEqualTo(60);
    assertThat(query("29000000", "29044639").minutes().count()).isEqualTo(31 * 24 * 60);
  }

  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, 9223372036854775807",
    "-1, 5",
    "0, 5",
    "9223372036854775806, 9223372036854775807",
    "0, 9223372036854775807",
    "153722867280912000, 153722867280912930",
    "29000000, 29044640",
    "29000001, 29000000",
    "29000000, now",
    "29000000, 99999999999999999999",
  })
  void refusesMinutesThatNobodyHasAHistoryOf(String first, String last) {
    assertThatIllegalArgumentException().isThrownBy(() -> query(first, last));
  }

  @Test
  void saysThatMinuteZeroIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query("0", "0"))
        .withMessage("first: is not after the first minute of 1970");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "first=29000000&last=29000059&step=60&phase=total&source_state=calm",
        "first=29000000&last=29000059&step=1&target=peer&source_zone=a&destination_zone=b"
            + "&source_state=calm",
      })
  void readsWhatItWrites(String text) {
    HistoryQuery query = query(text);

    assertThat(query(query.text())).isEqualTo(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "step=60",
        "step=59&phase=total",
        "step=60&destination_zone=b",
        "step=0&phase=total",
        "phase=total",
        "step=60&phase=total&source_zone=a",
      })
  void refusesMoreThanThereIsRoomFor(String narrowed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query("first=29000000&last=29000059&" + narrowed));
  }
}
