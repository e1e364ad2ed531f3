// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import static dev.zoneprobe.e2e.hostile.ReportingAgent.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.hostile.herd.Herd;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Thousands of agents that have more to send than the collector has memory for.
@Tag("slow")
final class ReceiveMemoryTest {
  private static final Pattern GREETING = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");

  /// `-XX:MaxDirectMemorySize` of `jvm.options`.
  private static final long MOST_BYTES = 192 << 20;

  private static final int LARGEST_FRAME_BYTES = 4_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int HERD = 800;
  private static final int SUBJECTS = 100;
  private static final int SAMPLES = 1_000;
  private static final int HALVED_AGENTS = 3_400;
  private static final int HALVED_FRAME_BYTES = 200_000;
  private static final int PIECE_BYTES = 12_250;

  /// As after a collector was away: each has four snapshots for it. Together they are twice the
  /// memory that there is, and nobody loses the stream, let alone the connection.
  @Test
  @Timeout(240)
  void aHerdThatComesAtOnceLosesNoStream() throws Exception {
    try (BesiegedCollector collector = new BesiegedCollector("");
        Herd herd = new Herd(collector.grpcPort(), HERD, largeSnapshot())) {
      herd.awaitReceipts(PATIENCE);

      System.out.printf(
          "%,d bytes in %,d snapshots, %.0f pauses%n",
          herd.sentBytes(),
          herd.receipts(),
          collector.own("zoneprobe_collector_reads_paused_total"));
      assertThat(herd.sentBytes()).isGreaterThan(2 * MOST_BYTES);
      assertThat(herd.broken()).isEmpty();
      assertThat(collector.own("zoneprobe_collector_reads_paused_total")).isPositive();
      assertThat(collector.own("zoneprobe_collector_frames_cut_off_total")).isZero();
      assertThat(collector.own("zoneprobe_collector_snapshots_merged_total"))
          .isEqualTo(herd.receipts());
    }
  }

  /// Some 190 kB.
  private static List<SubjectInterval> largeSnapshot() {
    long[] durations =
        new Random(7).doubles(SAMPLES).mapToLong(one -> (long) Math.exp(12 + 8 * one)).toArray();
    return IntStream.range(0, SUBJECTS)
        .mapToObj(target -> succeeded("zone-b", "target-" + target, durations))
        .toList();
  }

  /// All are in the middle of a frame and never go on, and would take more than there is. An honest
  /// agent is read among them, and in the end they lose their connections.
  @Test
  @Timeout(240)
  void whoNeverFinishesKeepsNobodyFromBeingRead() throws Exception {
    try (BesiegedCollector collector = new BesiegedCollector("");
        ReportingAgent honest = new ReportingAgent(collector.grpcPort(), "node-1", "zone-a");
        Crowd crowd =
            new Crowd(collector.grpcPort(), HALVED_AGENTS, HalfSpoken.call(HALVED_FRAME_BYTES))) {
      crowd.hear(GREETING);
      crowd.say(HalfSpoken.pieces(4, PIECE_BYTES));
      awaitSome(collector, "zoneprobe_collector_reads_paused_total");
      honest.deliver(List.of(succeeded("zone-b", "peer", 1_000_000)));

      assertThat(collector.own("zoneprobe_collector_receive_memory_bytes"))
          .isBetween(MOST_BYTES / 3.0, MOST_BYTES * 0.8);
      awaitSome(collector, "zoneprobe_collector_connections_stalled_total");
      await()
          .atMost(PATIENCE)
          .until(
              () -> collector.own("zoneprobe_collector_receive_memory_bytes") < MOST_BYTES / 3.0);
      await().atMost(PATIENCE).until(() -> whoIsThereOrStalled(collector) == HALVED_AGENTS + 1);
      honest.deliver(largeSnapshot());
      assertThat(collector.output()).doesNotContain("\tat ");
    }
  }

  /// Few connections cannot take what many need.
  @Test
  @Timeout(240)
  void largeFramesThatAreNeverFinishedAreCutOff() throws Exception {
    try (BesiegedCollector collector = new BesiegedCollector("");
        ReportingAgent honest = new ReportingAgent(collector.grpcPort(), "node-1", "zone-a");
        Crowd crowd = new Crowd(collector.grpcPort(), 45, HalfSpoken.call(LARGEST_FRAME_BYTES))) {
      crowd.hear(GREETING);
      crowd.say(HalfSpoken.pieces(240, 16_000));
      awaitSome(collector, "zoneprobe_collector_frames_cut_off_total");
      honest.deliver(largeSnapshot());

      assertThat(collector.own("zoneprobe_collector_receive_memory_bytes"))
          .isLessThan(MOST_BYTES * 0.8);
      assertThat(collector.output()).doesNotContain("\tat ");
    }
  }

  private static double whoIsThereOrStalled(BesiegedCollector collector) throws Exception {
    Scrape scrape = collector.scrape();
    return scrape.sum("zoneprobe_collector_connections", Map.of())
        + scrape.sum("zoneprobe_collector_connections_stalled_total", Map.of());
  }

  private static void awaitSome(BesiegedCollector collector, String counter) {
    await().atMost(PATIENCE).until(() -> collector.own(counter) > 0);
  }
}
