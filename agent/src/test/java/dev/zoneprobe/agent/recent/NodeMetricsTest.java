// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.recent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
  private static final Outcome SUCCESS = new Outcome.Success();
  private static final Outcome TIMEOUT =
      new Outcome.Failed(Failure.CONNECT_TIMEOUT, Phase.TCP_CONNECT);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final NodeLatencies latencies = new NodeLatencies(new SteppingClock());

  @BeforeEach
  void bind() {
    NodeMetrics.bind(registry, "node-7", latencies);
  }

  private static Attempt connect(Outcome outcome, long nanos) {
    return Examples.attempt(
        1,
        Examples.subject("shop"),
        outcome,
        Duration.ofNanos(nanos + 1_000_000),
        Map.of(Phase.TCP_CONNECT, nanos, Phase.KERNEL_RTT, 1L));
  }

  private List<GaugeDataPointSnapshot> exposed() {
    return registry.scrape().stream()
        .filter(GaugeSnapshot.class::isInstance)
        .flatMap(family -> ((GaugeSnapshot) family).getDataPoints().stream())
        .toList();
  }

  private double seconds(Phase phase, String quantile) {
    Labels labels =
        Labels.of(
            "destination_zone", "zone-b",
            "node", "node-7",
            "phase", phase.label(),
            "protocol", "tcp",
            "quantile", quantile,
            "window", "5m");
    return exposed().stream()
        .filter(point -> point.getLabels().equals(labels))
        .mapToDouble(GaugeDataPointSnapshot::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void agreesWithSortedDurations() {
    long[] durations = new Random(7).longs(1_000, 20_000, 90_000_000).toArray();
    LongStream.of(durations).forEach(nanos -> latencies.record(connect(SUCCESS, nanos)));

    long[] sorted = LongStream.of(durations).sorted().toArray();

    assertThat(seconds(Phase.TCP_CONNECT, "0.5"))
        .isCloseTo(sorted[499] / 1e9, withinPercentage(0.1));
    assertThat(seconds(Phase.TCP_CONNECT, "0.9"))
        .isCloseTo(sorted[899] / 1e9, withinPercentage(0.1));
    assertThat(seconds(Phase.TCP_CONNECT, "0.99"))
        .isCloseTo(sorted[989] / 1e9, withinPercentage(0.1));
    assertThat(seconds(Phase.TOTAL, "0.5"))
        .isCloseTo((sorted[499] + 1_000_000) / 1e9, withinPercentage(0.1));
  }

  @Test
  void exposesNoOtherPhases() {
    for (int i = 0; i < 300; i++) {
      latencies.record(connect(SUCCESS, 1_000_000));
    }

    assertThat(exposed())
        .extracting(point -> point.getLabels().get("phase"))
        .containsOnly("total", "tcp_connect");
  }

  @Test
  void countsFailures() {
    for (int i = 0; i < 280; i++) {
      latencies.record(connect(SUCCESS, 1_000_000));
    }
    for (int i = 0; i < 20; i++) {
      latencies.record(connect(TIMEOUT, 2_000_000_000));
    }

    assertThat(seconds(Phase.TCP_CONNECT, "0.99")).isCloseTo(2, withinPercentage(0.1));
    assertThat(seconds(Phase.TCP_CONNECT, "0.9")).isCloseTo(1e-3, withinPercentage(0.1));
  }

  @Test
  void leavesOutWhatTheAgentItselfHeldUp() {
    for (int i = 0; i < 300; i++) {
      latencies.record(connect(SUCCESS, 1_000_000).in(SourceState.STALLED));
    }

    assertThat(exposed()).isEmpty();
  }

  @Test
  void saysNothingThatItsAttemptsDoNotSupport() {
    for (int i = 0; i < 29; i++) {
      latencies.record(connect(SUCCESS, 1_000_000));
    }

    assertThat(exposed())
        .extracting(point -> point.getLabels().get("quantile"))
        .containsOnly("0.5", "0.9");
  }
}
