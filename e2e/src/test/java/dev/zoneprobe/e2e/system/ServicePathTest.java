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
  private static final List<String> PROTOCOLS = List.of("http", "grpc");

  @Test
  void everyZonePairIsMeasuredByBothWays() throws Exception {
    int http = FreePort.next();
    int grpc = FreePort.next();
    String settings =
        """
        mesh:
          interval: 100ms
          protocols: [http, grpc]
          service: 127.0.0.1:%d
          serviceGrpcPort: %d
        """
            .formatted(http, grpc);
    try (Fleet fleet = new Fleet(settings, ZONES.toArray(String[]::new))) {
      for (String protocol : PROTOCOLS) {
        awaitAttempts(
            fleet, Map.of("target", "service", "protocol", protocol, "reason", "connect_refused"));
      }
      try (HaProxy _ = HaProxy.relaying(http, fleet.httpPorts());
          HaProxy _ = HaProxy.relaying(grpc, fleet.grpcPorts())) {
        awaitBothWays(fleet);
      }
      Map<String, String> nowhere = Map.of("destination_zone", "unknown", "outcome", "success");
      assertThat(attempts(fleet, nowhere)).as("answers of nobody").isZero();
    }
  }

  private static void awaitBothWays(Fleet fleet) {
    for (String source : ZONES) {
      for (String destination : ZONES) {
        for (String protocol : PROTOCOLS) {
          for (String target : List.of("peer", "service")) {
            awaitAttempts(
                fleet,
                Map.of(
                    "source_zone", source,
                    "destination_zone", destination,
                    "target", target,
                    "protocol", protocol,
                    "outcome", "success"));
          }
        }
      }
    }
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
