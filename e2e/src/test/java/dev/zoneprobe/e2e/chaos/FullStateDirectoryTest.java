// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.chaos.disk.RequiresMounting;
import dev.zoneprobe.e2e.chaos.disk.SmallDisk;
import dev.zoneprobe.e2e.chaos.fleet.AgentMember;
import dev.zoneprobe.e2e.chaos.fleet.ChaosFleet;
import dev.zoneprobe.e2e.chaos.fleet.Link;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An agent whose state directory is full keeps in memory what it cannot write.
@Tag("slow")
@RequiresMounting
final class FullStateDirectoryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern ENDED = Pattern.compile("stopped: (\\d+) attempts ended");

  @Test
  void keepsInMemoryWhatItCannotWriteAndWritesItWhenThereIsSpaceAgain() throws Exception {
    Path folder = Workspace.empty("full-state");
    try (SmallDisk disk = SmallDisk.inMemory(folder.resolve("agent-1-state"), 1 << 10);
        ChaosFleet fleet = fleet(folder)) {
      AgentMember agent = fleet.agents().getFirst();
      Link link = agent.links().getFirst();
      fleet.start();
      fleet.awaitAttempts(50);

      link.refuse();
      disk.fill();
      await().atMost(PATIENCE).until(() -> agent.metric("snapshots_waiting") >= 8);
      assertThat(agent.metric("state_failures_total")).isPositive();
      assertThat(agent.output()).contains("a restart may lose what waits");
      assertThat(agent.archive().waiting()).as("files").isLessThan(8);
      disk.empty();
      await().atMost(PATIENCE).until(() -> agent.archive().waiting() >= 8);
      assertThat(agent.output()).contains("holds all that waits again");
      disk.fill();
      link.mend();
      fleet.awaitCalm();

      assertThat(agent.stop()).isZero();
      assertThat(fleet.collectors().getFirst().tally().attempts()).isEqualTo(ended(agent));
    }
  }

  private static ChaosFleet fleet(Path folder) throws Exception {
    return new ChaosFleet(
        folder,
        List.of(folder.resolve("store")),
        List.of("zone-a"),
        "interval: 1s",
        "mesh: {protocols: [tcp, http], interval: 100ms}");
  }

  private static long ended(AgentMember agent) {
    Matcher stopped = ENDED.matcher(agent.output());
    assertThat(stopped.find()).as(agent.output()).isTrue();
    return Long.parseLong(stopped.group(1));
  }
}
