// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.collector.history.Parameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which questions of other collectors are answered, and which are refused.
class HistoryQueryTest {
  private static HistoryQuery query(String first, String last) {
    return HistoryQuery.of(new Parameters(Map.of("first", List.of(first), "last", List.of(last))));
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
}
