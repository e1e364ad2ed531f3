// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.trace.Retransmits;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CountsTest {
  @Test
  void addsReasonByReason() {
    Counts a = new Counts(1, Map.of(Failure.HTTP_BODY, 2L), Map.of(), new Retransmits(3, 1));
    Counts b =
        new Counts(
            10,
            Map.of(Failure.HTTP_BODY, 20L, Failure.DNS_TIMEOUT, 5L),
            Map.of(SkipReason.STOPPING, 7L),
            new Retransmits(30, 10));

    Counts sum = a.plus(b);

    assertThat(sum)
        .isEqualTo(
            new Counts(
                11,
                Map.of(Failure.HTTP_BODY, 22L, Failure.DNS_TIMEOUT, 5L),
                Map.of(SkipReason.STOPPING, 7L),
                new Retransmits(33, 11)));
    assertThat(sum.failed()).isEqualTo(27);
    assertThat(sum.ended()).isEqualTo(38);
  }

  @Test
  void leavesOutWhatDidNotOccur() {
    Counts counts =
        new Counts(
            0, Map.of(Failure.HTTP_BODY, 0L), Map.of(SkipReason.STOPPING, 0L), Retransmits.NONE);

    assertThat(counts).isEqualTo(Counts.NONE);
  }

  @Test
  void refusesNegativeCounts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Counts(-1, Map.of(), Map.of(), Retransmits.NONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new Retransmits(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Retransmits(0, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Counts(0, Map.of(Failure.HTTP_BODY, -1L), Map.of(), Retransmits.NONE))
        .withMessage("negative count of HTTP_BODY: -1");
  }

  @Test
  void refusesASumThatOverflows() {
    Counts many = new Counts(Long.MAX_VALUE, Map.of(), Map.of(), Retransmits.NONE);

    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> many.plus(many));
  }
}
