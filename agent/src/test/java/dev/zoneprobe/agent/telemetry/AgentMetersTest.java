// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AgentMetersTest {
  private final AgentMeters meters = new AgentMeters("node-a", "1.2.3");

  @AfterEach
  void close() {
    meters.close();
  }

  private String scrape() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ExpositionFormats.init()
        .getPrometheusTextFormatWriter()
        .write(text, meters.registry().scrape());
    return text.toString(StandardCharsets.UTF_8);
  }

  @Test
  void readsACounterWhenItIsScraped() throws IOException {
    LongAdder moments = new LongAdder();
    meters.counter("zoneprobe.agent.due.moments", "Moments.", Map.of(), moments::sum);

    moments.add(7);

    assertThat(scrape())
        .contains("# HELP zoneprobe_agent_due_moments_total Moments.\n")
        .contains("# TYPE zoneprobe_agent_due_moments_total counter\n")
        .contains("zoneprobe_agent_due_moments_total{node=\"node-a\"} 7.0\n");
  }

  @Test
  void tellsCountersOfOneNameApartByTheirLabels() throws IOException {
    meters.counter("zoneprobe.agent.ended", "Ended.", Map.of("outcome", "success"), () -> 3);
    meters.counter("zoneprobe.agent.ended", "Ended.", Map.of("outcome", "failure"), () -> 4);

    assertThat(scrape())
        .contains("zoneprobe_agent_ended_total{node=\"node-a\",outcome=\"success\"} 3.0\n")
        .contains("zoneprobe_agent_ended_total{node=\"node-a\",outcome=\"failure\"} 4.0\n");
  }

  @Test
  void readsAGaugeWhenItIsScraped() throws IOException {
    LongAdder inFlight = new LongAdder();
    meters.gauge("zoneprobe.agent.attempts.in.flight", "Now.", Map.of(), inFlight::sum);

    inFlight.add(2);

    assertThat(scrape())
        .contains("# TYPE zoneprobe_agent_attempts_in_flight gauge\n")
        .contains("zoneprobe_agent_attempts_in_flight{node=\"node-a\"} 2.0\n");
  }

  @Test
  void countsDurationsInTheBucketsOfTheirLabel() throws IOException {
    Histogram stalls =
        meters.histogram("zoneprobe_agent_stall_seconds", "Stalls.", "cause", 0.01, 0.1);

    stalls.labelValues("gc_pause").observe(0.02);
    stalls.labelValues("gc_pause").observe(0.05);

    assertThat(scrape())
        .contains("# TYPE zoneprobe_agent_stall_seconds histogram\n")
        .contains(
            "zoneprobe_agent_stall_seconds_bucket{cause=\"gc_pause\",node=\"node-a\",le=\"0.01\"} 0\n")
        .contains(
            "zoneprobe_agent_stall_seconds_bucket{cause=\"gc_pause\",node=\"node-a\",le=\"0.1\"} 2\n")
        .contains("zoneprobe_agent_stall_seconds_count{cause=\"gc_pause\",node=\"node-a\"} 2\n");
  }

  @Test
  void keepsReadingACounterThatNobodyElseHolds() throws IOException {
    WeakReference<LongAdder> moments = countWithoutHolding();

    System.gc();

    assertThat(moments.get()).isNotNull();
    assertThat(scrape()).contains("zoneprobe_agent_forgotten_total{node=\"node-a\"} 5.0\n");
  }

  private WeakReference<LongAdder> countWithoutHolding() {
    LongAdder moments = new LongAdder();
    moments.add(5);
    meters.counter("zoneprobe.agent.forgotten", "Held by its meter only.", Map.of(), moments::sum);
    return new WeakReference<>(moments);
  }

  @Test
  void saysWhichAgentRuns() throws IOException {
    assertThat(scrape())
        .contains(
            "zoneprobe_agent_build_info{java_version=\"%s\",node=\"node-a\",version=\"1.2.3\"} 1"
                .formatted(Runtime.version()));
  }

  @Test
  void measuresItsJvmAndProcess() throws IOException {
    assertThat(scrape())
        .contains("jvm_memory_used_bytes{")
        .contains("jvm_gc_memory_allocated_bytes_total{")
        .contains("jvm_threads_live_threads{")
        .contains("process_cpu_usage{")
        .contains("process_uptime_seconds{")
        .contains("process_files_open_files{");
  }

  @Test
  void putsTheNodeOnEverySeries() throws IOException {
    assertThat(scrape().lines().filter(line -> !line.startsWith("#")))
        .isNotEmpty()
        .allMatch(line -> line.contains("node=\"node-a\""));
  }
}
