// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.collector.merge.ZoneMatrix.Owned;
import dev.zoneprobe.collector.merge.ZoneMatrix.OwnerReport;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject.Owner;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What collectors tell each other about targets, those of earlier versions too.
final class ReplicaJsonTest {
  private static final Owned CHECKOUT = new Owned("checkout", Protocol.HTTP);
  private static final Owner PAYMENTS = new Owner(Optional.of("payments"), Optional.empty());

  private static Map<Owned, OwnerReport> owners(String text) throws IOException {
    return ReplicaJson.agents(text.getBytes(UTF_8)).owners();
  }

  @Test
  void tellsWhenAnOwnerWasReportedAndThatATargetHasNone() throws IOException {
    Map<Owned, OwnerReport> owners =
        Map.of(
            CHECKOUT,
            new OwnerReport(PAYMENTS, NOW.plusNanos(1)),
            new Owned("shop", Protocol.TCP),
            new OwnerReport(Owner.NONE, NOW));

    assertThat(owners(ReplicaJson.of(new ClusterView.Agents(List.of(), owners, List.of()))))
        .isEqualTo(owners);
  }

  @Test
  void believesOneThatTellsWhenBeforeOneThatDoesNot() throws IOException {
    Map<Owned, OwnerReport> read =
        owners(
            """
            {"agents": [],
             "owners": [{"target": "checkout", "protocol": "http", "team": "payments"}]}
            """);
    OwnerReport old = Objects.requireNonNull(read.get(CHECKOUT));
    OwnerReport told = new OwnerReport(Owner.NONE, NOW);

    assertThat(old.owner()).isEqualTo(PAYMENTS);
    assertThat(OwnerReport.later(old, told)).isEqualTo(told);
    assertThat(OwnerReport.later(told, old)).isEqualTo(told);
  }
}
