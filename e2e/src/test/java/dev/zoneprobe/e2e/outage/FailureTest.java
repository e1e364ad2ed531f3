// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.e2e.kit.observer.Scrape.ClassicHistogram;
import dev.zoneprobe.e2e.system.Fleet;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One attempt in ten is never answered (proof 3 of docs/measurement.md).
@Tag("slow")
final class FailureTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final double TIMEOUT_SECONDS = 1;

  @Test
  void failuresRaiseHighPercentilesAndLeaveTheMedianAlone() throws Exception {
    try (ForgetfulServer forgetful = new ForgetfulServer(10);
        ForgetfulServer reliable = new ForgetfulServer(Integer.MAX_VALUE);
        Fleet fleet = new Fleet(settings(forgetful, reliable), "zone-a")) {
      await().atMost(PATIENCE).until(() -> sufficesForAllQuantiles(fleet));
      assertThat(fleet.stopAgent(0)).isZero();

      Scrape scrape = Scrape.of(fleet.collectorMetrics());
      double all = scrape.sum("zoneprobe_attempts_total", Map.of("target", "forgetful"));
      assertThat(failures(scrape, "round_trip_timeout"))
          .as("every tenth of %s", all)
          .isCloseTo(all / 10, within(1.0));
      assertThat(failures(scrape, "none")).isCloseTo(all * 0.9, within(1.0));
      // Both medians are of the same run and machine, so that their ratio means something.
      assertThat(quantile(scrape, "forgetful", "0.5") / quantile(scrape, "reliable", "0.5"))
          .isBetween(0.5, 2.0);
      assertThat(quantile(scrape, "forgetful", "0.95")).isGreaterThanOrEqualTo(TIMEOUT_SECONDS);
      assertThat(quantile(scrape, "forgetful", "0.99")).isGreaterThanOrEqualTo(TIMEOUT_SECONDS);
      // On a loaded machine even a loopback is slow at times: half of the timeout is far from both.
      assertThat(shareBelow(scrape, "success", 0.5))
          .as("successes alone have a 90th percentile below half of the timeout")
          .isGreaterThanOrEqualTo(0.9);
      assertThat(shareBelow(scrape, "failure", 0.5)).isZero();
    }
  }

  /// With one interval for both, one target would be probed right after the other all the time, and
  /// wait for the processor that the other has.
  private static String settings(ForgetfulServer forgetful, ForgetfulServer reliable) {
    return """
    mesh: {protocols: []}
    targets:
      - {name: forgetful, url: "%s", interval: 50ms, timeout: 1s, connections: [new]}
      - {name: reliable, url: "%s", interval: 53ms, timeout: 1s, connections: [new]}
    """
        .formatted(forgetful.url(), reliable.url());
  }

  /// Attempts in which the agent was held up itself are left out of quantiles: how many more that
  /// takes depends on the machine.
  private static boolean sufficesForAllQuantiles(Fleet fleet) throws Exception {
    Scrape scrape = Scrape.of(fleet.collectorMetrics());
    return find(scrape, "forgetful", "0.99").isPresent()
        && find(scrape, "reliable", "0.99").isPresent();
  }

  private static double failures(Scrape scrape, String reason) {
    return scrape.sum("zoneprobe_attempts_total", Map.of("target", "forgetful", "reason", reason));
  }

  private static double quantile(Scrape scrape, String target, String quantile) {
    return find(scrape, target, quantile).orElseThrow();
  }

  private static Optional<Double> find(Scrape scrape, String target, String quantile) {
    return scrape.value(
        "zoneprobe_quantile_seconds",
        Map.of("target", target, "phase", "response", "bound", "estimate", "quantile", quantile));
  }

  /// As a rule of Prometheus would find it: from the buckets of one outcome.
  private static double shareBelow(Scrape scrape, String outcome, double seconds) {
    ClassicHistogram histogram =
        scrape.histogram(
            "zoneprobe_duration_seconds",
            Map.of("target", "forgetful", "phase", "response", "outcome", outcome));
    return histogram.cumulative().getOrDefault(seconds, Double.NaN) / histogram.count();
  }
}
