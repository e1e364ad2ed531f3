// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import static dev.zoneprobe.e2e.hostile.ReportingAgent.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Five thousand connections that say nothing, nothing more, or next to nothing, while an honest
/// agent reports.
@Tag("slow")
final class CrowdTest {
  private static final int SILENT = 2_400;
  private static final int IDLE = 2_400;
  private static final int SLOW = 200;

  /// A frame that would fill a good part of the memory, if it ever came.
  private static final int MESSAGE_BYTES = 4_000_000;

  /// Silent connections have 10 s, and those that answer no ping 40 s.
  private static final Duration PATIENCE = Duration.ofSeconds(75);

  private static final Duration SOON = Duration.ofSeconds(2);

  private final NanoClock clock = NanoClock.SYSTEM;
  private final LatencyHistogram receipts = new LatencyHistogram();
  private int delivered;

  @Test
  void keepsNoHonestAgentWaiting() throws Exception {
    try (BesiegedCollector collector = new BesiegedCollector("");
        ReportingAgent honest = new ReportingAgent(collector.grpcPort(), "node-1", "zone-a")) {
      deliver(honest);
      long before = collector.memory().liveHeapBytes();
      try (Crowd _ = new Crowd(collector.grpcPort(), SILENT, new byte[0]);
          Crowd _ = new Crowd(collector.grpcPort(), IDLE, HalfSpoken.greeting());
          Crowd slow = new Crowd(collector.grpcPort(), SLOW, HalfSpoken.call(MESSAGE_BYTES))) {
        deliver(honest);
        long grown = collector.memory().liveHeapBytes() - before;
        long resident = collector.memory().residentBytes();

        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(500))
            .until(() -> {
              slow.say(HalfSpoken.oneByte());
              deliver(honest);
              return collector.own("zoneprobe_collector_connections") <= SLOW + 1;
            });

        assertThat(collector.own("zoneprobe_collector_connections_silent_total")).isEqualTo(SILENT);
        assertThat(
                collector.scrape().sum("zoneprobe_attempts_total", Map.of("source_zone", "zone-a")))
            .isEqualTo((double) delivered);
        assertThat(receipts.maxNanos()).isLessThan(SOON.toNanos());
        assertThat(grown).isLessThan(96 << 20);
        assertThat(collector.output()).doesNotContain("\tat ");
        writeResult(grown, resident);
      }
    }
  }

  private void deliver(ReportingAgent honest) throws InterruptedException {
    long begin = clock.nanos();
    honest.deliver(List.of(succeeded("zone-b", "peer", 1_000_000)));
    receipts.record(clock.nanos() - begin);
    delivered++;
  }

  private void writeResult(long grown, long resident) {
    ResultFile.write(
        "crowd.txt",
        """
        %,d silent, %,d idle and %,d slow connections beside one honest agent:
        %d snapshots delivered, the slowest receipt after %d ms (commits every 100 ms)
        heap grew by %,d KiB, resident %,d MiB
        """
            .formatted(
                SILENT,
                IDLE,
                SLOW,
                delivered,
                Duration.ofNanos(receipts.maxNanos()).toMillis(),
                grown >> 10,
                resident >> 20));
  }
}
