// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.hostile;

import static dev.zoneprobe.e2e.hostile.ReportingAgent.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.e2e.kit.observer.ResultFile;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.wire.SnapshotEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Frames with a few bytes changed, over real connections, while an honest agent reports.
@Tag("slow")
final class GarbageTest {
  private static final int FRAMES = 100_000;
  private static final int BETWEEN_HONEST = 1_000;
  private static final long SEED = 20_261_122;

  @Test
  void garbageHarmsNobody() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    try (BesiegedCollector collector = new BesiegedCollector("");
        ReportingAgent honest = new ReportingAgent(collector.grpcPort(), "node-1", "zone-a");
        GarbageSender garbage = new GarbageSender(collector.grpcPort())) {
      byte[] model = model(collector.grpcPort());
      garbage.send(mutated(model, random));
      long delivered = 0;
      long before = collector.memory().liveHeapBytes();

      for (int i = 1; i <= FRAMES; i++) {
        garbage.send(mutated(model, random));
        if (i % BETWEEN_HONEST == 0) {
          honest.deliver(List.of(succeeded("zone-b", "peer", 1_000_000, 2_000_000)));
          delivered += 2;
        }
      }
      garbage.awaitAnswers();

      long grown = collector.memory().liveHeapBytes() - before;
      Scrape scrape = collector.scrape();
      assertThat(scrape.sum("zoneprobe_attempts_total", Map.of("source_zone", "zone-a")))
          .isEqualTo((double) delivered);
      assertThat(scrape.sum("zoneprobe_duration_seconds_sum", Map.of("source_zone", "zone-a")))
          .isEqualTo(delivered * 0.0015);
      assertThat(scrape.sum("zoneprobe_collector_snapshots_rejected_total", Map.of()))
          .isGreaterThan(FRAMES / 4.0);
      assertThat(
              scrape.sum(
                  "zoneprobe_collector_snapshots_rejected_total",
                  Map.of("reason", "internal_error")))
          .isZero();
      assertThat(grown).isLessThan(32 << 20);
      assertThat(collector.output()).doesNotContain("\tat ");
      ResultFile.write(
          "garbage.txt",
          "%,d mutated frames (seed %d): %,.0f refused, answers %s, heap grew by %,d KiB"
              .formatted(
                  FRAMES,
                  SEED,
                  scrape.sum("zoneprobe_collector_snapshots_rejected_total", Map.of()),
                  garbage.statuses(),
                  grown >> 10));
    }
  }

  /// What an agent sends of a few targets.
  private static byte[] model(int port) {
    try (ReportingAgent hostile = new ReportingAgent(port, "node-x", "zone-x")) {
      List<SubjectInterval> subjects =
          LongStream.range(0, 3)
              .mapToObj(i -> succeeded("zone-y", "target-" + i, 1_000_000 * (i + 1), 7_000_000))
              .toList();
      return SnapshotEncoder.encode(hostile.next(subjects)).toByteArray();
    }
  }

  /// Up to four bytes changed; now and then the end cut off.
  private static byte[] mutated(byte[] honest, SplittableRandom random) {
    byte[] bytes = honest.clone();
    for (int left = random.nextInt(1, 5); left > 0; left--) {
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(10) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(1, bytes.length));
  }
}
