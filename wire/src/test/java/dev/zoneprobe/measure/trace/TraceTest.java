// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTest {
  /// `99991231235959-2359` and `00000101000000+2359`, which Java's parser takes. The decoder
  /// refuses what no certificate may say, and with it all that the agent measured.
  @ParameterizedTest
  @CsvSource({
    "+10000-01-01T23:58:59Z, 9999-12-31T23:59:59Z",
    "-0001-12-31T00:01:00Z, 0000-01-01T00:00:00Z",
    "2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
  })
  void takesAnExpiryThatNoCertificateMaySayForTheNearestThatOneMay(Instant seen, Instant kept) {
    Trace trace =
        new Trace(
            Optional.empty(),
            Optional.empty(),
            Retransmits.NONE,
            Optional.of(seen),
            Optional.empty());

    assertThat(trace.certificateExpiry()).contains(kept);
  }

  /// Some of them make a terminal clear its screen, or turn a line around.
  @Test
  void hasSpacesInItsDetailWhereAServerSentControlCharacters() {
    Trace trace =
        new Trace(
            Optional.empty(),
            Optional.empty(),
            Retransmits.NONE,
            Optional.empty(),
            Optional.of(
                "Ünexpected: 2x0 \u001b]0;owned\u0007\r\n\t\u007f\u009b2J \u202eabc\u2028d😀"));

    assertThat(trace.detail()).contains("Ünexpected: 2x0  ]0;owned      2J  abc d😀");
  }
}
