// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.NanoClock;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CertificateExpiriesTest {
  private final Set<String> probed = new HashSet<>(Set.of("shop"));
  private final CertificateExpiries expiries = new CertificateExpiries("node-a", () -> probed);

  @Test
  void tellsTheLastSightingEvenOfACertificateThatWasRefused() {
    sees("shop", Examples.NOON);
    sees("shop", Examples.NOON.plusSeconds(60));

    assertThat(points()).hasSize(1);
    GaugeDataPointSnapshot point = points().getFirst();
    assertThat(point.getLabels().get("target")).isEqualTo("shop");
    assertThat(point.getLabels().get("node")).isEqualTo("node-a");
    assertThat(point.getValue()).isEqualTo(Examples.NOON.getEpochSecond() + 60.0);
  }

  @Test
  void forgetsTargetsThatAreNoLongerProbed() {
    sees("shop", Examples.NOON);

    probed.clear();

    assertThat(points()).isEmpty();
  }

  private List<GaugeDataPointSnapshot> points() {
    return ((GaugeSnapshot) expiries.collect()).getDataPoints();
  }

  private void sees(String name, Instant expiry) {
    Target target = Examples.target(name, Duration.ofSeconds(1), Duration.ofSeconds(1));
    OngoingAttempt attempt =
        new OngoingAttempt(1, target, NanoClock.SYSTEM, NanoClock.SYSTEM.nanos());
    attempt.observations().certificateExpiry(expiry);
    expiries.ended(attempt.failed(Failure.TLS_CERTIFICATE));
  }
}
