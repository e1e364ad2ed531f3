// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.e2e.kit.server.Nginx;
import dev.zoneprobe.e2e.kit.server.Unbound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The section `sli` against a nameserver and a service that nobody here wrote.
@RequiresProgram({Program.UNBOUND, Program.NGINX})
final class SliTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> TARGETS =
      List.of("sli-network", "sli-dns-resolv-conf", "sli-dns-service");

  @Test
  void measuresEverySliAndTellsLatenciesBelowTwentyFiveMilliseconds() throws Exception {
    try (Unbound unbound = Unbound.start();
        Nginx nginx = Nginx.keepingConnections();
        Fleet fleet = new Fleet(settings(unbound, nginx), "zone-a")) {
      await()
          .atMost(PATIENCE)
          .until(() -> TARGETS.stream().allMatch(target -> medianIsKnown(fleet, target)));

      Scrape scrape = Scrape.of(fleet.collectorMetrics());
      for (String target : TARGETS) {
        Map<String, String> failed = Map.of("target", target, "outcome", "failure");
        assertThat(scrape.sum("zoneprobe_attempts_total", failed)).as(target).isZero();
        assertThat(fast(scrape, target)).as(target).isPositive();
      }
      assertThat(Scrape.of(fleet.agentMetrics(0)).names())
          .as("too few attempts for a 99th percentile of five minutes")
          .doesNotContain("zoneprobe_node_sli_seconds");
    }
  }

  private static String settings(Unbound unbound, Nginx nginx) {
    return """
    mesh: {protocols: []}
    dns: {nameservers: ["%s"]}
    sli: {dnsService: "%s", service: "127.0.0.1:%d", name: %s.}
    """
        .formatted(unbound.nameserver(), unbound.nameserver(), nginx.port(), Unbound.ADDRESS);
  }

  /// How many attempts took less than 25 ms. How many do not is up to the machine.
  private static double fast(Scrape scrape, String target) {
    return scrape.sum(
        "zoneprobe_duration_seconds_bucket",
        Map.of("target", target, "phase", "response", "outcome", "success", "le", "0.025"));
  }

  private static boolean medianIsKnown(Fleet fleet, String target) {
    try {
      return median(Scrape.of(fleet.collectorMetrics()), target) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static double median(Scrape scrape, String target) {
    return scrape.sum(
        "zoneprobe_quantile_seconds",
        Map.of("target", target, "phase", "response", "quantile", "0.5", "bound", "estimate"));
  }
}
