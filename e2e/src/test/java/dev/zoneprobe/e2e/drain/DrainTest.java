// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// An agent that has nothing left to do when it is told to stop: what its peers are given, and
/// nobody else waits for.
final class DrainTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final NanoClock clock = NanoClock.SYSTEM;

  @Test
  void itsPortsStayOpenAsLongAsItIsToldAndThenItEnds() {
    Duration drain = Duration.ofSeconds(6);
    try (LeavingAgent agent = LeavingAgent.reporting("drain: 6s")) {
      await().until(agent::serves); // the first question takes this program seconds under load
      long toldNanos = clock.nanos();
      agent.terminate();
      await().pollInterval(Duration.ofMillis(20)).until(agent::saysThatItDrains);
      await().pollInterval(Duration.ofMillis(20)).until(() -> !agent.saysThatItDrains());
      Duration open = since(toldNanos);

      assertThat(agent.awaitExit()).isZero();
      assertThat(open).isGreaterThanOrEqualTo(drain);
      assertThat(since(toldNanos)).isLessThan(drain.plus(SOON));
    }
  }

  @Test
  void itEndsAtOnceUnlessItIsToldToWait() {
    try (LeavingAgent agent = LeavingAgent.reporting("")) {
      long toldNanos = clock.nanos();
      agent.terminate();

      assertThat(agent.awaitExit()).isZero();
      assertThat(since(toldNanos)).isLessThan(AT_ONCE);
    }
  }

  /// A rollout may take an agent back while it starts.
  @Test
  void itStopsInOrderWhileItStarts() {
    try (LeavingAgent agent = LeavingAgent.starting()) {
      assertThat(agent.output()).doesNotContain("answers peers over");
      agent.terminate();

      assertThat(agent.awaitExit()).isZero();
      assertThat(agent.output()).contains("stopped: ");
    }
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(clock.nanos() - nanos);
  }
}
