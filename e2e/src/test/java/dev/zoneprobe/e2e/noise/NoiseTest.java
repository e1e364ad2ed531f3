// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.QuantileEstimate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An agent probes a server of its own host every 5 ms, while burners that outnumber the CPUs come
/// and go. Idle seconds and burning ones take turns in one run, so that what else the machine does
/// meets both alike; where it does so much that there is no calm, the calm rest cannot be compared.
@Tag("slow")
@RequiresProgram(Program.NGINX)
final class NoiseTest {
  private static final int BURNERS = 3 * Runtime.getRuntime().availableProcessors();
  private static final int A_SECOND = 200;
  private static final int MOST_ROUNDS = 80;
  private static final int ENOUGH_CALM = 2_000;

  /// A p99 has an upper bound from 299 attempts on; with twice as many the two can be compared.
  private static final int FEW_CALM = 600;

  private static final int ENOUGH_WRONG = 50;

  private final JudgedAttempts idle = new JudgedAttempts();
  private final JudgedAttempts burning = new JudgedAttempts();

  @Test
  void marksWhatTheHostHasSpoiltAndLeavesTheRestAsOnAnIdleHost() {
    try (Nginx nginx = Nginx.keepingConnections();
        Burners burners = new Burners(BURNERS);
        ProbingAgent agent =
            new ProbingAgent("tcp://127.0.0.1:" + nginx.port(), nginx.url("/ok"))) {
      List<Attempt> _ = collect(agent, 5 * A_SECOND);
      for (int round = 0; round < MOST_ROUNDS && !suffices(); round++) {
        idle.add(collect(agent, A_SECOND));
        burners.burn();
        burning.add(collect(agent, A_SECOND / 2));
        burners.rest();
        burning.add(collect(agent, A_SECOND));
      }
    }
    print();

    int wrong = idle.wrong().size() + burning.wrong().size();
    int unnoticed = calm(idle).wrong().size() + calm(burning).wrong().size();
    assertThat(unnoticed).as("of %d wrong attempts", wrong).isLessThanOrEqualTo(wrong / 20);
    if (Math.min(calm(idle).size(), calm(burning).size()) >= FEW_CALM) {
      assertAsOnAnIdleHost(Phase.TCP_CONNECT);
      assertAsOnAnIdleHost(Phase.ROUND_TRIP);
    } else {
      System.out.println("this machine was not calm for long enough to compare calm attempts");
    }
  }

  private boolean suffices() {
    return calm(idle).size() >= ENOUGH_CALM
        && calm(burning).size() >= ENOUGH_CALM
        && burning.wrong().size() >= ENOUGH_WRONG;
  }

  private static JudgedAttempts calm(JudgedAttempts attempts) {
    return attempts.in(SourceState.CALM);
  }

  private static List<Attempt> collect(ProbingAgent agent, int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> agent.judged() >= count);
    return agent.take();
  }

  /// A p99 of 2,000 attempts of the same host differs from the next one by more than a quarter now
  /// and then. So it fails only if the two differ by more with what their number supports: the
  /// lower bound of one against the upper bound of the other.
  private void assertAsOnAnIdleHost(Phase phase) {
    QuantileEstimate onAnIdleHost = calm(idle).quantile(phase, 0.99).orElseThrow();
    QuantileEstimate beside = calm(burning).quantile(phase, 0.99).orElseThrow();

    assertThat(beside.lowerNanos() / 1.25)
        .as("p99 of %s in calm attempts, in ns: %s, %s", phase.label(), beside, onAnIdleHost)
        .isLessThanOrEqualTo((double) onAnIdleHost.upperNanos());
  }

  private void print() {
    StringBuilder table = new StringBuilder();
    table.append(
        "%-16s %8s %8s %20s %20s%n"
            .formatted("", "attempts", "wrong", "tcp_connect p50, p99", "round_trip p50, p99"));
    for (SourceState state : SourceState.values()) {
      table.append(idle.in(state).row("idle, " + state.label())).append("\n");
    }
    for (SourceState state : SourceState.values()) {
      table.append(burning.in(state).row("burning, " + state.label())).append("\n");
    }
    ResultFile.write("noise.txt", table.toString());
  }
}
