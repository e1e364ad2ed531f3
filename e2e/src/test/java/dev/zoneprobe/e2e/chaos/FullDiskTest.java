// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.chaos.disk.RequiresMounting;
import dev.zoneprobe.e2e.chaos.disk.SmallDisk;
import dev.zoneprobe.e2e.chaos.fleet.AgentMember;
import dev.zoneprobe.e2e.chaos.fleet.ChaosFleet;
import dev.zoneprobe.e2e.chaos.fleet.CollectorMember;
import dev.zoneprobe.e2e.chaos.truth.Recount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A collector whose disk gets full or read-only says so, and its agents keep everything for it.
@Tag("slow")
@RequiresMounting
final class FullDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int KIBIBYTES = 8 << 10;

  @Test
  void agentsKeepEverythingUntilThereIsSpaceAgain() throws Exception {
    Path folder = Workspace.empty("full-disk");
    try (SmallDisk disk = SmallDisk.inMemory(folder.resolve("store"), KIBIBYTES);
        ChaosFleet fleet = fleet(folder, disk)) {
      fleet.start();
      fleet.awaitAttempts(100);

      disk.fill();
      awaitUnwritable(fleet.collectors().getFirst(), "full");
      await().atMost(PATIENCE).until(() -> waiting(fleet) >= 10);
      disk.empty();

      assertEverythingArrives(fleet);
      assertThat(fleet.collectors().getFirst().output()).contains("the store can be written again");
    }
  }

  @Test
  void aCollectorThatDiesOnAFullDiskLosesNothing() throws Exception {
    Path folder = Workspace.empty("death-on-full-disk");
    try (SmallDisk disk = SmallDisk.inMemory(folder.resolve("store"), KIBIBYTES);
        ChaosFleet fleet = fleet(folder, disk)) {
      CollectorMember collector = fleet.collectors().getFirst();
      fleet.start();
      fleet.awaitAttempts(100);

      disk.fill();
      awaitUnwritable(collector, "full");
      collector.kill();
      collector.start();
      awaitUnwritable(collector, "full");
      assertThat(collector.health("started")).as("or kubelet would kill it again").isEqualTo(200);
      disk.empty();

      assertEverythingArrives(fleet);
    }
  }

  @Test
  void aFoldThatFailedIsTriedAgainAlthoughNothingWaits() throws Exception {
    Path folder = Workspace.empty("fold-on-full-disk");
    try (SmallDisk disk = SmallDisk.inMemory(folder.resolve("store"), KIBIBYTES);
        ChaosFleet fleet = fleet(folder, disk)) {
      fleet.start();
      fleet.awaitAttempts(100);
      fleet.agents().forEach(AgentMember::freeze);
      await()
          .atMost(PATIENCE)
          .until(() -> fleet.collectors().getFirst().metric("snapshots_waiting") == 0);

      disk.fill();
      awaitUnwritable(fleet.collectors().getFirst(), "full");
      disk.empty();
      fleet.awaitReady();

      fleet.agents().forEach(AgentMember::thaw);
      assertEverythingArrives(fleet);
    }
  }

  @Test
  void aFileSystemThatBecomesReadOnlyLosesNothing() throws Exception {
    Path folder = Workspace.empty("read-only");
    try (SmallDisk disk = SmallDisk.onDevice(folder.resolve("store"), KIBIBYTES);
        ChaosFleet fleet = fleet(folder, disk)) {
      CollectorMember collector = fleet.collectors().getFirst();
      fleet.start();
      fleet.awaitAttempts(100);

      disk.fail();
      awaitUnwritable(collector, "");
      await().atMost(PATIENCE).until(() -> waiting(fleet) >= 10);
      collector.kill();
      disk.restart();
      collector.start();

      assertEverythingArrives(fleet);
    }
  }

  private static ChaosFleet fleet(Path folder, SmallDisk disk) throws Exception {
    return new ChaosFleet(
        folder,
        List.of(disk.path()),
        List.of("zone-a", "zone-b"),
        "interval: 1s",
        "mesh: {protocols: [tcp, http], interval: 100ms}");
  }

  /// How everybody learns of it: probes of Kubernetes, alerts, and readers of the log.
  private static void awaitUnwritable(CollectorMember collector, String why) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> collector.health("ready") == 503 && collector.metric("store_writable") == 0);
    assertThat(collector.output())
        .contains("the store cannot be written, agents keep their snapshots")
        .contains(why);
  }

  private static double waiting(ChaosFleet fleet) throws Exception {
    double waiting = 0;
    for (AgentMember agent : fleet.agents()) {
      waiting += agent.metric("snapshots_waiting");
    }
    return waiting;
  }

  private static void assertEverythingArrives(ChaosFleet fleet) throws Exception {
    fleet.awaitCalm();
    assertThat(fleet.collectors().getFirst().metric("store_writable")).isEqualTo(1);
    Recount recount = fleet.recount();
    assertThat(recount.disagreements()).isEmpty();
    assertThat(recount.cut().attempts()).isPositive();
    for (AgentMember agent : fleet.agents()) {
      assertThat(agent.archive().waiting()).as(agent.output()).isZero();
    }
  }
}
