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
import dev.zoneprobe.e2e.chaos.truth.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A collector that finds its store read-only, damaged or of a later version when it starts.
@Tag("slow")
final class UnusableStoreTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  @RequiresMounting
  void aReadOnlyFileSystemIsToldInOneLine() throws Exception {
    Path folder = Workspace.empty("read-only-at-start");
    try (SmallDisk disk = SmallDisk.inMemory(folder.resolve("store"), 8 << 10);
        ChaosFleet fleet = fleet(folder, disk.path())) {
      CollectorMember collector = fleet.collectors().getFirst();
      disk.forbidWriting();

      assertRefuses(collector, disk.path().toString(), "cannot be written to");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAL", "DELETE"})
  void aStoreOfALaterVersionIsLeftAsItIs(String journal) throws Exception {
    Path folder = Workspace.empty("later-version");
    try (ChaosFleet fleet = fleet(folder, folder.resolve("store"))) {
      CollectorMember collector = fleet.collectors().getFirst();
      collector.start();
      fleet.awaitReady();
      assertThat(collector.stop()).isZero();
      becomeLater(collector.database(), journal);
      Map<String, String> before = contents(collector.store());

      assertRefuses(collector, collector.database().toString(), "later version of zoneprobe");

      assertThat(contents(collector.store())).isEqualTo(before);
    }
  }

  @Test
  void aDamagedStoreIsSetAsideAndWhatAgentsCutFromThenOnFlows() throws Exception {
    Path folder = Workspace.empty("damaged");
    try (ChaosFleet fleet = fleet(folder, folder.resolve("store"))) {
      CollectorMember collector = fleet.collectors().getFirst();
      AgentMember agent = fleet.agents().getFirst();
      fleet.start();
      fleet.awaitAttempts(50);
      collector.kill();
      damage(collector.store());
      double cut = agent.metric("snapshots_cut_total");

      collector.start();
      fleet.awaitReady();
      await().atMost(PATIENCE).until(() -> agent.metric("snapshots_cut_total") > cut + 5);
      await().atMost(PATIENCE).until(() -> collector.metric("snapshots_merged_total") > 5);

      assertThat(collector.output()).contains("is damaged", "set aside as", "begun anew");
      assertThat(collector.metric("store_set_aside")).isEqualTo(1);
      assertThat(contents(collector.store()).keySet()).anyMatch(file -> file.contains(".damaged-"));
      assertThat(collector.stop()).isZero();
      Tally counted = tallyAfterRestart(fleet);
      assertThat(counted.attempts()).isPositive();
      assertThat(collector.metric("store_set_aside")).isZero();
    }
  }

  private static Tally tallyAfterRestart(ChaosFleet fleet) throws Exception {
    CollectorMember collector = fleet.collectors().getFirst();
    collector.start();
    fleet.awaitReady();
    return collector.tally();
  }

  private static ChaosFleet fleet(Path folder, Path store) throws IOException {
    return new ChaosFleet(
        folder,
        List.of(store),
        List.of("zone-a"),
        "interval: 1s",
        "mesh: {protocols: [tcp], interval: 100ms}");
  }

  private static void assertRefuses(CollectorMember collector, String... told) {
    String earlier = collector.output();

    collector.start();

    assertThat(collector.end()).isEqualTo(1);
    assertThat(collector.output().substring(earlier.length()).lines().toList())
        .as("one line")
        .singleElement()
        .asString()
        .contains("store.directory")
        .contains(told);
  }

  private static void becomeLater(Path database, String journal) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=" + journal);
      statement.execute("PRAGMA user_version=99");
    }
  }

  /// The files in a directory, each as text that tells any change.
  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        contents.put(
            String.valueOf(file.getFileName()),
            Files.size(file) + " bytes, " + Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private static void damage(Path directory) throws IOException {
    Random random = new Random(1);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        byte[] noise = new byte[(int) Files.size(file)];
        random.nextBytes(noise);
        Files.write(file, noise);
      }
    }
  }
}
