// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.measure.trace.Trace;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AttemptTest {
  private static final Map<Phase, Long> PHASES =
      Map.of(Phase.TOTAL, 5L, Phase.LATE, 1L, Phase.RESPONSE, 6L);

  @Test
  void keepsItsPhasesWhenTheGivenMapChanges() {
    Map<Phase, Long> phases = new HashMap<>(PHASES);
    Attempt attempt = attempt(phases);

    phases.put(Phase.TOTAL, 7L);

    assertThat(attempt.phaseNanos()).isEqualTo(PHASES);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOTAL", "LATE", "RESPONSE"})
  void refusesAnAttemptWithout(Phase phase) {
    Map<Phase, Long> phases = new HashMap<>(PHASES);
    phases.remove(phase);

    assertThatIllegalArgumentException().isThrownBy(() -> attempt(phases));
  }

  @Test
  void refusesNegativeDurations() {
    Map<Phase, Long> negative = new HashMap<>(PHASES);
    negative.put(Phase.LATE, -1L);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> attempt(negative))
        .withMessageContaining("LATE=-1");
  }

  @Test
  void changesNothingButItsSourceStateWhenItIsJudged() {
    Attempt attempt = attempt(PHASES);

    Attempt judged = attempt.in(SourceState.BUSY);

    assertThat(judged.circumstances().sourceState()).isEqualTo(SourceState.BUSY);
    assertThat(judged.in(SourceState.CALM)).isEqualTo(attempt);
  }

  @Test
  void writesItsIdWith16Digits() {
    assertThat(Attempt.idText(255)).isEqualTo("00000000000000ff");
    assertThat(Attempt.idText(-1)).isEqualTo("ffffffffffffffff");
  }

  private static Attempt attempt(Map<Phase, Long> phases) {
    return new Attempt(
        1,
        new Subject("zone-b", Subject.PEER, Protocol.TCP, Subject.Owner.NONE),
        new Attempt.Circumstances(
            Instant.EPOCH, Connection.NEW, SourceState.CALM, Optional.empty()),
        new Outcome.Success(),
        phases,
        Trace.NOTHING);
  }
}
