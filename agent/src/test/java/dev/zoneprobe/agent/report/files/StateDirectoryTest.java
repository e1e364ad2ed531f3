// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.report.backlog.Backlog;
import dev.zoneprobe.agent.report.backlog.Backlog.Parcel;
import dev.zoneprobe.agent.report.backlog.Entry;
import dev.zoneprobe.agent.report.backlog.Inheritance;
import dev.zoneprobe.agent.report.backlog.StoreId;
import dev.zoneprobe.agent.report.files.Predecessors.Succession;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  private static final long ROOMY = 1 << 20;
  private static final StoreId STORE = new StoreId("store-1");

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // begun before each test
  private Run run;

  /// One run of an agent, as far as its backlog is concerned.
  private static final class Run {
    final LatencyLedger ledger;
    final Succession succession;
    final Backlog backlog;

    /// As they were read.
    final List<Entry> inherited = new ArrayList<>();

    Run(Path directory, String boot, long maxBytes) throws IOException {
      ledger =
          new LatencyLedger(
              new IntervalSnapshot.Source("node", "zone-a", boot),
              InstantSource.fixed(Examples.NOON));
      succession = Predecessors.succeed(directory, boot, "node");
      Inheritance inheritance = succession.inheritance();
      Inheritance.Left watched =
          heir -> inheritance.left().handOver(((Consumer<Entry>) inherited::add).andThen(heir));
      backlog =
          new Backlog(
              new Inheritance(inheritance.boot(), watched, inheritance.mirror()),
              maxBytes,
              new SteppingClock());
    }

    void cut() {
      ledger.record(
          Examples.attempt(Examples.subject("t"), new Outcome.Success(), Duration.ofMillis(1)));
      backlog.add(ledger.cut());
    }

    Parcel send() {
      return backlog.nextUnsent(STORE).orElseThrow();
    }

    void kill() {
      succession.directory().close();
    }
  }

  @BeforeEach
  void begin() throws IOException {
    run = new Run(directory, "boot-1", ROOMY);
  }

  @AfterEach
  void end() {
    run.kill();
  }

  private void restart(String boot, long maxBytes) throws IOException {
    run.kill();
    run = new Run(directory, boot, maxBytes);
  }

  private List<String> snapshots() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> directory.relativize(file).toString())
          .filter(name -> !name.equals("lock"))
          .sorted()
          .toList();
    }
  }

  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    for (String name : snapshots()) {
      contents.put(name, Files.readAllBytes(directory.resolve(name)));
    }
    return contents;
  }

  private void restore(Map<String, byte[]> contents) throws IOException {
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
  }

  private List<String> waiting() {
    return run.inherited.stream()
        .map(entry ->
            "%s %d-%d %s"
                .formatted(
                    entry.cuts().boot().id(),
                    entry.cuts().first(),
                    entry.cuts().last(),
                    entry.whereabouts()))
        .toList();
  }

  private long attempts() throws IOException {
    long attempts = 0;
    for (Entry entry : run.inherited) {
      attempts += SnapshotFrame.parseFrom(entry.message()).getSubjects(0).getSuccesses();
    }
    return attempts;
  }

  @Test
  void aCutIsAFileUntilItIsAcknowledged() throws IOException {
    run.cut();
    assertThat(snapshots()).containsExactly("1_boot-1_1-1.unsent");

    Parcel sent = run.send();
    assertThat(snapshots()).containsExactly("1_boot-1_1-1.in-doubt-at-store-1");

    run.backlog.acknowledge(STORE, sent.cuts());
    assertThat(snapshots()).isEmpty();
  }

  @Test
  void aSuccessorHasWhatWasLeftOldestFirst() throws IOException {
    run.cut();
    run.cut();
    run.send();
    restart("boot-2", ROOMY);
    run.cut();
    restart("boot-0", ROOMY);

    assertThat(waiting())
        .containsExactly(
            "boot-1 1-1 InDoubt[store=store-1]", "boot-1 2-2 Unsent[]", "boot-2 1-1 Unsent[]");
    assertThat(run.backlog.counts().inherited()).isEqualTo(3);
    run.cut();
    assertThat(snapshots()).contains("3_boot-0_1-1.unsent");
  }

  @Test
  void aMergedSnapshotTakesThePlaceOfItsParts() throws IOException {
    run.cut();
    run.cut();
    restart("boot-2", 1);

    assertThat(snapshots()).containsExactly("1_boot-1_1-2.unsent");
    restart("boot-3", ROOMY);
    assertThat(waiting()).containsExactly("boot-1 1-2 Unsent[]");
    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void ofAMergeThatWasCutShortThePartsGo() throws IOException {
    run.cut();
    run.cut();
    Map<String, byte[]> parts = contents();
    restart("boot-2", 1);
    restore(parts);
    restart("boot-3", ROOMY);

    assertThat(waiting()).containsExactly("boot-1 1-2 Unsent[]");
    assertThat(snapshots()).containsExactly("1_boot-1_1-2.unsent");
    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void ofAMergeWhoseFileIsDamagedThePartsCount() throws IOException {
    run.cut();
    run.cut();
    Map<String, byte[]> parts = contents();
    restart("boot-2", 1);
    restore(parts);
    Files.write(directory.resolve("1_boot-1_1-2.unsent"), new byte[99]);
    restart("boot-3", ROOMY);

    assertThat(waiting()).containsExactly("boot-1 1-1 Unsent[]", "boot-1 2-2 Unsent[]");
    assertThat(snapshots()).contains("1_boot-1_1-2.unsent.set-aside");
  }

  @Test
  void whatWasOnlyBegunToBeWrittenIsNotThere() throws IOException {
    run.cut();
    Files.write(directory.resolve("1_boot-1_2-2.unsent.tmp"), new byte[10]);
    restart("boot-2", ROOMY);

    assertThat(waiting()).containsExactly("boot-1 1-1 Unsent[]");
    assertThat(snapshots()).hasSize(1);
    assertThat(run.succession.directory().setAside()).isZero();
  }

  @Test
  void setsAsideWhatIsDamaged() throws IOException {
    run.cut();
    run.cut();
    byte[] flipped = Files.readAllBytes(directory.resolve("1_boot-1_2-2.unsent"));
    flipped[flipped.length / 2] ^= 1;
    Files.write(directory.resolve("1_boot-1_2-2.unsent"), flipped);
    Files.write(directory.resolve("1_boot-1_3-3.unsent"), new byte[0]);
    Files.copy(directory.resolve("1_boot-1_1-1.unsent"), directory.resolve("1_boot-1_7-7.unsent"));
    restart("boot-2", ROOMY);

    assertThat(waiting()).containsExactly("boot-1 1-1 Unsent[]");
    assertThat(run.succession.directory().setAside()).isEqualTo(3);
    assertThat(snapshots())
        .containsExactly(
            "1_boot-1_1-1.unsent",
            "1_boot-1_2-2.unsent.set-aside",
            "1_boot-1_3-3.unsent.set-aside",
            "1_boot-1_7-7.unsent.set-aside");
  }

  @Test
  void keepsTheLatestOfWhatWasSetAside() throws IOException {
    for (int day = 1; day <= 10; day++) {
      Path file = Files.createFile(directory.resolve("1_boot-1_%1$d-%1$d.unsent".formatted(day)));
      Files.setLastModifiedTime(file, FileTime.from(Duration.ofDays(day).toSeconds(), SECONDS));
    }
    restart("boot-2", ROOMY);

    assertThat(run.succession.directory().setAside()).isEqualTo(10);
    assertThat(snapshots())
        .hasSize(8)
        .contains("1_boot-1_3-3.unsent.set-aside", "1_boot-1_10-10.unsent.set-aside");
  }

  @Test
  void leavesWhatWasSetAsideAlone() throws IOException {
    Files.createFile(directory.resolve("1_boot-1_1-1.unsent"));
    restart("boot-2", ROOMY);
    restart("boot-3", ROOMY);

    assertThat(run.succession.directory().setAside()).isZero();
    assertThat(snapshots()).containsExactly("1_boot-1_1-1.unsent.set-aside");
  }

  @Test
  void setsAsideTheSnapshotsOfAnotherNode() throws IOException {
    run.cut();
    run.kill();

    Succession moved = Predecessors.succeed(directory, "boot-2", "other-node");
    List<Entry> inherited = new ArrayList<>();
    moved.inheritance().left().handOver(inherited::add);
    moved.directory().close();

    assertThat(inherited).isEmpty();
    assertThat(moved.directory().setAside()).isEqualTo(1);
  }

  @Test
  void refusesADirectoryThatAnotherAgentUses() {
    assertThatThrownBy(() -> Predecessors.succeed(directory, "boot-2", "node"))
        .isInstanceOf(IOException.class)
        .hasMessage("collector.stateDirectory: \"" + directory + "\": another agent uses it");
  }

  @Test
  void refusesADirectoryThatCannotBeWrittenTo() {
    assertThatThrownBy(() -> Predecessors.succeed(Path.of("/proc/zoneprobe"), "boot", "node"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("collector.stateDirectory: \"/proc/zoneprobe\": cannot be written");
  }

  @Test
  void refusesAFileInPlaceOfADirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> Predecessors.succeed(file, "boot", "node"))
        .hasMessage("collector.stateDirectory: \"" + file + "\": is not a directory");
  }

  @Test
  void saysWhichDirectoryHasALockThatCannotBeTaken() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.createDirectory(other.resolve("lock")); // fails like another user's, for root too

    assertThatThrownBy(() -> Predecessors.succeed(other, "boot", "node"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "collector.stateDirectory: \"" + other + "\": its lock cannot be taken: ");
  }

  @Test
  void keepsInMemoryWhatCannotBeWrittenAndWritesItWhenItCan() throws IOException {
    run.cut();
    blockWriting("1_boot-1_2-2.unsent");
    run.cut();
    assertThat(run.succession.directory().failures()).isEqualTo(1);
    assertThat(run.backlog.counts().waiting()).isEqualTo(2);

    unblockWriting("1_boot-1_2-2.unsent");
    run.cut();

    assertThat(snapshots())
        .containsExactly("1_boot-1_1-1.unsent", "1_boot-1_2-2.unsent", "1_boot-1_3-3.unsent");
  }

  @Test
  void triesToDeleteAFileOnceMoreWithEachCutHoweverManyWait() throws IOException {
    run.cut();
    Parcel sent = run.send();
    String stuck = "1_boot-1_1-1.in-doubt-at-store-1";
    Files.delete(directory.resolve(stuck));
    Files.createDirectories(directory.resolve(stuck).resolve("in-the-way"));
    for (int further = 0; further < 5; further++) {
      run.cut();
    }
    run.backlog.acknowledge(STORE, sent.cuts());
    assertThat(run.succession.directory().failures()).isEqualTo(1);

    run.cut();
    assertThat(run.succession.directory().failures()).isEqualTo(2);

    Files.delete(directory.resolve(stuck).resolve("in-the-way"));
    run.cut();
    assertThat(snapshots()).hasSize(7).doesNotContain(stuck);
  }

  @Test
  void deliversWhatCannotBeWritten() throws IOException {
    blockWriting("1_boot-1_1-1.unsent");
    blockWriting("1_boot-1_1-1.in-doubt-at-store-1");
    run.cut();

    assertThat(run.backlog.nextUnsent(STORE)).isPresent();
  }

  @Test
  void deletesAFileThatItCannotMarkSoThatNobodyTakesItForUnsent() throws IOException {
    run.cut();
    Files.createDirectories(directory.resolve("1_boot-1_1-1.in-doubt-at-store-1/in-the-way"));

    assertThat(run.backlog.nextUnsent(STORE)).isPresent();
    assertThat(snapshots()).doesNotContain("1_boot-1_1-1.unsent");
  }

  @Test
  void sendsNothingWhoseFileCanNeitherBeMarkedNorDeleted() throws IOException {
    run.cut();
    Path file = directory.resolve("1_boot-1_1-1.unsent");
    Files.delete(file);
    Files.createDirectories(file.resolve("in-the-way")); // can be renamed, so block that too
    Files.createDirectories(directory.resolve("1_boot-1_1-1.in-doubt-at-store-1/in-the-way"));

    assertThat(run.backlog.nextUnsent(STORE)).isEqualTo(Optional.empty());
    assertThat(run.backlog.counts().inDoubt()).isZero();
    assertThat(run.backlog.counts().waiting()).isEqualTo(1);
  }

  /// A directory where the content is to go first fails like a full disk, for root too.
  private void blockWriting(String name) throws IOException {
    Files.createDirectories(directory.resolve(name + ".tmp").resolve("in-the-way"));
  }

  private void unblockWriting(String name) throws IOException {
    Files.delete(directory.resolve(name + ".tmp").resolve("in-the-way"));
    Files.delete(directory.resolve(name + ".tmp"));
  }
}
