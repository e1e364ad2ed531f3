// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.Prometheus;
import dev.zoneprobe.e2e.kit.observer.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The demo, scraped by a real Prometheus: once with native histograms, once with classic ones.
@Tag("slow")
@RequiresProgram(Program.PROMETHEUS)
final class PrometheusTest {
  private static final String COLLECTOR = "127.0.0.1:8791";

  /// Seldom enough that scraping does not starve the agents on the same two cores.
  private static final Duration SCRAPED_EVERY = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(200);
  private static final List<String> QUANTILES = List.of("0.5", "0.9", "0.99");
  private static final int ZONE_PAIRS = 9;
  private static final String BY =
      "source_zone, destination_zone, target, protocol, phase, connection";

  /// Half of the widest native bucket at schema 6 either way, and the histogram cell's own half.
  private static final double BUCKET_ERROR = 0.0109 + 0.001;

  /// Below a millisecond a cell of 512 ns is the wider of the two.
  private static final double CELL_ERROR_SECONDS = 0.512e-6;

  @Test
  void agreesWithTheExactQuantilesAndCountsOfTheDemo() {
    try (JavaProgram demo = JavaProgram.demo("--seconds", "300", "--every", "10s");
        Prometheus natively = Prometheus.withNativeHistograms(SCRAPED_EVERY, COLLECTOR);
        Prometheus classic = Prometheus.classic(SCRAPED_EVERY, COLLECTOR)) {
      await().atMost(PATIENCE).until(() -> hasEnoughSamples(natively));

      // A snapshot that arrives within a scrape is in one of its families and not yet in the other.
      await()
          .atMost(PATIENCE.dividedBy(4))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> agrees(natively, classic));
      assertThat(demo.output()).contains("zone-c");
      assertThat(classic.query("count(zoneprobe_duration_seconds_bucket)")).isNotEmpty();
      assertThat(natively.exemplars("zoneprobe_duration_seconds"))
          .isNotEmpty()
          .allSatisfy(labels -> assertThat(labels).containsKeys("attempt_id", "source_node"));
    }
  }

  /// For p90 of all pairs, and for p99 of one: on a busy host many attempts are stalled, and those
  /// are no samples of exact quantiles.
  private static boolean hasEnoughSamples(Prometheus prometheus) {
    return estimates(prometheus, "0.9") == 2 * ZONE_PAIRS && estimates(prometheus, "0.99") > 0;
  }

  private static int estimates(Prometheus prometheus, String quantile) {
    return prometheus
        .query(
            """
            zoneprobe_quantile_seconds{bound="estimate", quantile="%s", target="peer",
              phase="round_trip", connection="new", protocol=~"http|grpc"}
            """
                .formatted(quantile))
        .size();
  }

  private static void agrees(Prometheus natively, Prometheus classic) {
    for (String quantile : QUANTILES) {
      assertThat(compareQuantiles(natively, quantile)).as(quantile).isPositive();
    }
    countsAgree(natively, "sum(histogram_count(zoneprobe_duration_seconds{phase=\"total\"}))");
    countsAgree(classic, "sum(zoneprobe_duration_seconds_count{phase=\"total\"})");
  }

  /// Both sides are asked for in one query, so that they come from the same scrape. Exact quantiles
  /// leave stalled attempts out.
  private static int compareQuantiles(Prometheus prometheus, String quantile) {
    String question =
        """
        label_replace(
          histogram_quantile(%s, sum by (%s) (
            zoneprobe_duration_seconds{target="peer", source_state!="stalled"})),
          "from", "histogram", "", "")
        or label_replace(
          max by (%s) (zoneprobe_quantile_seconds{bound="estimate", quantile="%s", target="peer"}),
          "from", "exact", "", "")
        """
            .formatted(quantile, BY, BY, quantile);
    Map<Map<String, String>, List<Sample>> series =
        prometheus.query(question).stream()
            .collect(Collectors.groupingBy(PrometheusTest::identity));
    List<List<Sample>> pairs =
        series.values().stream().filter(samples -> samples.size() == 2).toList();
    pairs.forEach(PrometheusTest::assertNear);
    return pairs.size();
  }

  private static Map<String, String> identity(Sample sample) {
    return sample.labels().entrySet().stream()
        .filter(label -> !label.getKey().equals("from"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void assertNear(List<Sample> pair) {
    double a = pair.get(0).value();
    double b = pair.get(1).value();
    assertThat(a)
        .as(() -> pair.get(0).labels() + " " + pair.get(1).labels())
        .isCloseTo(b, within(Math.max(a, b) * BUCKET_ERROR + CELL_ERROR_SECONDS));
  }

  private static void countsAgree(Prometheus prometheus, String countQuery) {
    String difference = countQuery + " - sum(zoneprobe_attempts_total)";
    assertThat(prometheus.query(difference)).map(Sample::value).containsExactly(0.0);
  }
}
