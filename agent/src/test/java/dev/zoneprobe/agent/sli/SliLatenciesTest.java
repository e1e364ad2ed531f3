// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.sli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SliLatenciesTest {
  private static final Outcome LOST = new Outcome.Failed(Failure.DNS_TIMEOUT, Phase.DNS_LOOKUP);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final SteppingClock clock = new SteppingClock();
  private final SliLatencies latencies = new SliLatencies(clock);

  private void attempt(Sli sli, Outcome outcome, Duration took) {
    latencies.record(Examples.attempt(Examples.subject(sli.target()), outcome, took));
    clock.step(Duration.ofSeconds(1));
  }

  private void succeed(int times, Duration took) {
    for (int i = 0; i < times; i++) {
      attempt(Sli.NETWORK, new Outcome.Success(), took);
    }
  }

  @Test
  void tellsLatenciesFarBelowTwentyFiveMilliseconds() {
    succeed(300, Duration.ofNanos(150_000));

    assertThat(latencies.seconds(Sli.NETWORK).getAsDouble()).isCloseTo(150e-6, within(1e-6));
    assertThat(latencies.seconds(Sli.DNS_SERVICE)).isEmpty();
  }

  @Test
  void saysNothingBeforeThereAreEnoughAttempts() {
    succeed(298, Duration.ofMillis(1));

    assertThat(latencies.seconds(Sli.NETWORK)).isEmpty();
  }

  @Test
  void countsFailuresWithTheTimeThatTheyTook() {
    succeed(296, Duration.ofMillis(1));
    for (int i = 0; i < 4; i++) {
      attempt(Sli.NETWORK, LOST, TIMEOUT);
    }

    assertThat(latencies.seconds(Sli.NETWORK).getAsDouble()).isCloseTo(5, within(0.01));
  }

  @Test
  void forgetsWhatIsOlderThanFiveMinutesAndAHalf() {
    succeed(300, Duration.ofSeconds(1));
    succeed(330, Duration.ofMillis(1));

    assertThat(latencies.seconds(Sli.NETWORK).getAsDouble()).isCloseTo(1e-3, within(1e-5));
  }

  @Test
  void ignoresOtherTargets() {
    for (int i = 0; i < 300; i++) {
      latencies.record(Examples.attempt(Examples.subject("shop"), new Outcome.Success(), TIMEOUT));
    }

    assertThat(latencies.seconds(Sli.NETWORK)).isEmpty();
  }
}
