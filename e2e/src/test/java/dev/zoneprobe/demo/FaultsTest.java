// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.demo.fault.Fault;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.observer.Sample;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/// Every fault of one demo, one after another: what the collector counted from its begin to its end
/// tells that it was there, and that it was nowhere else.
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class FaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final URI METRICS = URI.create("http://127.0.0.1:8791/metrics");
  private static final String SUM = "zoneprobe_duration_seconds_sum";
  private static final String COUNT = "zoneprobe_duration_seconds_count";
  private static final String ATTEMPTS = "zoneprobe_attempts_total";
  private static final String MERGED = "zoneprobe_collector_snapshots_merged_total";

  private final JavaProgram demo =
      JavaProgram.demo(
          "--seconds=300",
          "--every=1m",
          "--fault=dns@10s+8s",
          "--fault=slow-pair@21s+8s",
          "--fault=lossy-pair@32s+8s",
          "--fault=starved-node@43s+8s",
          "--fault=bad-target@54s+8s",
          "--fault=dead-node@65s+8s");

  /// What was counted between two scrapes.
  private record Growth(Scrape before, Scrape after) {
    double of(String name, Map<String, String> labels) {
      return sum(after, name, labels) - sum(before, name, labels);
    }

    /// The mean of a phase, in milliseconds.
    double meanMillis(Map<String, String> labels) {
      return 1_000 * of(SUM, labels) / of(COUNT, labels);
    }

    private static double sum(Scrape scrape, String name, Map<String, String> labels) {
      return scrape.samples().stream()
          .filter(sample -> sample.name().equals(name))
          .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
          .mapToDouble(Sample::value)
          .sum();
    }
  }

  @AfterAll
  void stop() {
    demo.close();
  }

  @Test
  @Order(1)
  void dnsMakesLookupsOfOneZoneSlow() throws Exception {
    Growth growth = during(Fault.DNS);

    assertThat(growth.meanMillis(lookups("zone-a"))).isGreaterThan(150);
    assertThat(growth.meanMillis(lookups("zone-b"))).isLessThan(100);
  }

  @Test
  @Order(2)
  void slowPairMakesOneWaySlow() throws Exception {
    Growth growth = during(Fault.SLOW_PAIR);

    assertThat(growth.meanMillis(roundTrips("zone-a", "zone-c"))).isGreaterThan(200);
    assertThat(growth.meanMillis(roundTrips("zone-c", "zone-a"))).isLessThan(100);
    assertThat(growth.meanMillis(roundTrips("zone-a", "zone-b"))).isLessThan(100);
  }

  @Test
  @Order(3)
  void lossyPairMakesSomeRoundTripsOfOneWayVerySlow() throws Exception {
    Growth growth = during(Fault.LOSSY_PAIR);

    assertThat(later200ms(growth, "zone-a", "zone-b")).isBetween(0.05, 0.5);
    assertThat(later200ms(growth, "zone-b", "zone-a")).isLessThan(0.02);
  }

  @Test
  @Order(4)
  void starvedNodeMakesItsAttemptsStalled() throws Exception {
    Growth growth = during(Fault.STARVED_NODE);

    assertThat(stalled(growth, "zone-b")).isGreaterThan(0.5);
    assertThat(stalled(growth, "zone-a")).isLessThan(stalled(growth, "zone-b") / 2);
  }

  @Test
  @Order(5)
  void badTargetFailsWithItsStatus() throws Exception {
    Growth growth = during(Fault.BAD_TARGET);

    assertThat(growth.of(ATTEMPTS, Map.of("target", "checkout", "reason", "http_status")))
        .isGreaterThan(5);
    assertThat(growth.of(ATTEMPTS, Map.of("target", "peer", "outcome", "failure"))).isLessThan(5);
  }

  @Test
  @Order(6)
  void deadNodeIsNotReachedAndComesBack() throws Exception {
    Growth growth = during(Fault.DEAD_NODE);

    assertThat(growth.of(ATTEMPTS, failures("zone-a", "zone-c"))).isGreaterThan(5);
    assertThat(growth.of(ATTEMPTS, failures("zone-a", "zone-b"))).isLessThan(5);
    Scrape after = Scrape.of(METRICS);
    await()
        .atMost(PATIENCE)
        .until(() ->
            new Growth(after, Scrape.of(METRICS)).of(ATTEMPTS, Map.of("source_zone", "zone-c"))
                > 0);
    assertThat(demo.isAlive()).isTrue();
  }

  /// Waits for its begin and for its end. What agents had counted before it began is left out: it
  /// comes with their next snapshots.
  private Growth during(Fault fault) throws Exception {
    awaitOutput("Fault " + fault.label() + " begins: " + fault.description());
    Scrape atBegin = Scrape.of(METRICS);
    double merged = Growth.sum(atBegin, MERGED, Map.of());
    double agents = Growth.sum(atBegin, "zoneprobe_zone_agents", Map.of());
    Scrape before =
        await()
            .atMost(PATIENCE)
            .until(
                () -> Scrape.of(METRICS),
                scrape -> Growth.sum(scrape, MERGED, Map.of()) >= merged + agents);
    awaitOutput("Fault " + fault.label() + " has ended");
    return new Growth(before, Scrape.of(METRICS));
  }

  private void awaitOutput(String text) {
    await().atMost(PATIENCE).until(() -> demo.output().contains(text));
  }

  private static Map<String, String> lookups(String source) {
    return Map.of("source_zone", source, "protocol", "dns", "phase", "dns_lookup");
  }

  private static Map<String, String> roundTrips(String source, String destination) {
    return Map.of(
        "source_zone", source,
        "destination_zone", destination,
        "phase", "round_trip",
        "connection", "reused",
        "protocol", "http");
  }

  /// The share of all round trips, over HTTP and gRPC, new and reused: those of one kind alone are
  /// so few that chance may spare them.
  private static double later200ms(Growth growth, String source, String destination) {
    Map<String, String> all =
        Map.of("source_zone", source, "destination_zone", destination, "phase", "round_trip");
    Map<String, String> within = new HashMap<>(all);
    within.put("le", "0.1");
    return 1 - growth.of("zoneprobe_duration_seconds_bucket", within) / growth.of(COUNT, all);
  }

  private static double stalled(Growth growth, String source) {
    Map<String, String> all = Map.of("source_zone", source, "phase", "total");
    Map<String, String> stalled =
        Map.of("source_zone", source, "phase", "total", "source_state", "stalled");
    return growth.of(COUNT, stalled) / growth.of(COUNT, all);
  }

  private static Map<String, String> failures(String source, String destination) {
    return Map.of(
        "source_zone",
        source,
        "destination_zone",
        destination,
        "target",
        "peer",
        "outcome",
        "failure");
  }
}
