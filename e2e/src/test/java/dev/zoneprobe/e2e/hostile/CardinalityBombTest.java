// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import static dev.zoneprobe.e2e.hostile.ReportingAgent.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.proto.Receipt;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One agent makes up 100,000 zones.
@Tag("slow")
final class CardinalityBombTest {
  private static final int ZONES = 100_000;
  private static final int IN_A_FRAME = 2_000;
  private static final Map<String, String> HONEST = Map.of("source_zone", "zone-a");

  @Test
  void oneAgentThatMakesUpZonesTakesRoomFromNobody() throws Exception {
    try (BesiegedCollector collector = new BesiegedCollector("");
        ReportingAgent honest = new ReportingAgent(collector.grpcPort(), "node-1", "zone-a");
        ReportingAgent hostile = new ReportingAgent(collector.grpcPort(), "node-x", "zone-x")) {
      honest.deliver(List.of(succeeded("zone-b", "peer", 1_000_000)));
      long before = collector.memory().liveHeapBytes();

      long refused = 0;
      for (int frame = 0; frame < ZONES / IN_A_FRAME; frame++) {
        Receipt receipt = hostile.deliver(madeUp(frame));
        refused += receipt.getRefusedSeries();
        assertThat(receipt.getProblem()).contains("limits.zones");
        assertThat(honest.deliver(List.of(succeeded("zone-b", "peer", 1_000_000))))
            .returns(0, Receipt::getRefusedSeries);
      }

      long grown = collector.memory().liveHeapBytes() - before;
      Scrape scrape = collector.scrape();
      assertThat(refused).isEqualTo(ZONES - 49); // a quarter of 200, and zone-x is one of them
      assertThat(scrape.sum("zoneprobe_collector_series_refused_total", Map.of()))
          .isEqualTo((double) refused);
      assertThat(scrape.sum("zoneprobe_collector_attempts_refused_total", Map.of()))
          .isEqualTo((double) refused);
      assertThat(scrape.sum("zoneprobe_attempts_total", Map.of("source_zone", "zone-x")))
          .isEqualTo(49);
      assertThat(scrape.sum("zoneprobe_attempts_total", HONEST)).isEqualTo(1 + ZONES / IN_A_FRAME);
      assertThat(grown).isLessThan(16 << 20);
      try (ReportingAgent late = new ReportingAgent(collector.grpcPort(), "node-2", "zone-c")) {
        assertThat(late.deliver(List.of(succeeded("zone-d", "checkout", 1_000_000))))
            .returns(0, Receipt::getRefusedSeries);
      }
      ResultFile.write(
          "cardinality-bomb.txt",
          "%,d zones made up by one agent: %,d refused, heap grew by %,d KiB"
              .formatted(ZONES, refused, grown >> 10));
    }
  }

  private static List<SubjectInterval> madeUp(int frame) {
    return IntStream.range(frame * IN_A_FRAME, (frame + 1) * IN_A_FRAME)
        .mapToObj(zone -> succeeded("made-up-" + zone, "peer", 1_000_000))
        .toList();
  }
}
