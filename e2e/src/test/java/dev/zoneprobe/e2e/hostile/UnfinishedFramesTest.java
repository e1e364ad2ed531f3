// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import static dev.zoneprobe.e2e.hostile.ReportingAgent.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Thousands of agents that are all in the middle of a frame, as after a collector was away.
@Tag("slow")
final class UnfinishedFramesTest {
  private static final int AGENTS = 3_400;
  private static final int FRAME_BYTES = 200_000;
  private static final int PIECE_BYTES = 12_250;
  private static final Pattern GREETING = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");
  private static final long MOST_BYTES = 96 << 20;

  /// They send a third more than there is room for. Whose frames find none lose their streams, and
  /// nobody the connection: the memory of the process does not run out.
  @Test
  @Timeout(60)
  void costNobodyTheConnection() throws Exception {
    try (BesiegedCollector collector = new BesiegedCollector("");
        ReportingAgent honest = new ReportingAgent(collector.grpcPort(), "node-1", "zone-a");
        Crowd crowd = new Crowd(collector.grpcPort(), AGENTS, HalfSpoken.call(FRAME_BYTES))) {
      crowd.hear(GREETING);
      crowd.say(HalfSpoken.pieces(4, PIECE_BYTES));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> collector.own("zoneprobe_collector_frames_cut_off_total") > 0);
      honest.deliver(List.of(succeeded("zone-b", "peer", 1_000_000)));

      assertThat(collector.own("zoneprobe_collector_frames_arriving_bytes"))
          .isBetween(MOST_BYTES * 0.8, (double) MOST_BYTES);
      assertThat(collector.own("zoneprobe_collector_connections")).isEqualTo(AGENTS + 1);
      assertThat(collector.output()).doesNotContain("\tat ");
    }
  }
}
