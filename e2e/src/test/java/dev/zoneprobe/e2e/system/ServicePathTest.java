// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.e2e.kit.server.HaProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The same peers by two ways: directly, and through a relay that chooses one of them, as the
/// address of a Service does.
@RequiresProgram(Program.HAPROXY)
final class ServicePathTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ZONES = List.of("zone-a", "zone-b");

  @Test
  void everyZonePairIsMeasuredByBothWays() throws Exception {
    int service = FreePort.next();
    String settings =
        "mesh: {interval: 100ms, protocols: [http], service: '127.0.0.1:%d'}".formatted(service);
    try (Fleet fleet = new Fleet(settings, ZONES.toArray(String[]::new))) {
      awaitAttempts(fleet, Map.of("target", "service", "reason", "connect_refused"));
      try (HaProxy _ = HaProxy.relaying(service, fleet.responderPorts())) {
        for (String source : ZONES) {
          for (String destination : ZONES) {
            awaitAttempts(fleet, pair(source, destination, "peer"));
            awaitAttempts(fleet, pair(source, destination, "service"));
          }
        }
      }
      Map<String, String> nowhere = Map.of("destination_zone", "unknown", "outcome", "success");
      assertThat(attempts(fleet, nowhere)).as("answers of nobody").isZero();
    }
  }

  private static Map<String, String> pair(String source, String destination, String target) {
    return Map.of(
        "source_zone", source,
        "destination_zone", destination,
        "target", target,
        "outcome", "success");
  }

  private static void awaitAttempts(Fleet fleet, Map<String, String> labels) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(attempts(fleet, labels)).as("" + labels).isPositive());
  }

  private static double attempts(Fleet fleet, Map<String, String> labels) throws Exception {
    return Scrape.of(fleet.collectorMetrics()).sum("zoneprobe_attempts_total", labels);
  }
}
