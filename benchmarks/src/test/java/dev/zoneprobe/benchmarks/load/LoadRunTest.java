// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.benchmarks.load.agent.FleetSettings;
import dev.zoneprobe.benchmarks.load.collector.CollectorProcess;
import dev.zoneprobe.benchmarks.load.collector.CollectorProgram;
import dev.zoneprobe.benchmarks.load.collector.Cores;
import dev.zoneprobe.benchmarks.load.snapshot.Repertoire;
import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Against the collector of this build, which package has made.
final class LoadRunTest {
  private static final List<String> ZONES = List.of("load-a", "load-b");
  private static final Duration INTERVAL = Duration.ofMillis(200);

  @Test
  void everySampleOfThreeAgentsIsCountedOnce() throws IOException, InterruptedException {
    CollectorProgram program = CollectorProgram.of(Path.of(".."), List.of("-Xmx128m"));
    SnapshotPress press = new SnapshotPress(Repertoire.of(ZONES, 50), 60, INTERVAL);
    Load load =
        new Load(
            new FleetSettings(3, ZONES, INTERVAL, 1), Duration.ofSeconds(1), Duration.ofSeconds(2));

    Figures figures;
    try (CollectorProcess collector =
            new CollectorProcess(program, new Cores(Optional.of("not in a test")));
        LoadRun run = new LoadRun(load, collector, press, _ -> {})) {
      figures = run.run();
    }

    assertThat(figures.mistakes())
        .isEqualTo("3 agents: 0 samples lost, 0 doubled, 0 snapshots without a receipt");
    assertThat(figures.recount().series()).isEqualTo(2L * press.content().series());
    assertThat(figures.recount().acknowledged())
        .isGreaterThanOrEqualTo(30L * 60 * press.content().series());
  }
}
