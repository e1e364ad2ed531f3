// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.PEER_IN_B;
import static dev.zoneprobe.collector.Snapshots.TOTAL;
import static dev.zoneprobe.collector.Snapshots.interval;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
  private static final StoreSettings IN_MEMORY =
      new StoreSettings(Optional.empty(), Duration.ofMillis(200), Duration.ofHours(1), 1L << 30);

  private final Seen seen = new Seen();
  private GroupCommit commits;

  /// Notes what it is told.
  private static class Seen implements GroupCommit.Audience {
    final List<SubjectInterval> merged = new CopyOnWriteArrayList<>();
    final List<Instant> ends = new CopyOnWriteArrayList<>();
    final List<IntervalSnapshot> told = new CopyOnWriteArrayList<>();

    /// Half minutes.
    @Override
    public long slot(Instant end) {
      return Math.floorDiv(end.getEpochSecond(), 30);
    }

    @Override
    public void merged(String sourceZone, List<SubjectInterval> sums, Instant end) {
      assertThat(sourceZone).isEqualTo("zone-a");
      merged.addAll(sums);
      ends.add(end);
    }

    @Override
    public void told(IntervalSnapshot snapshot) {
      told.add(snapshot);
    }
  }

  private static Seen onceOpen(CountDownLatch latch) {
    return new Seen() {
      @Override
      public void told(IntervalSnapshot snapshot) {
        waitFor(latch);
      }
    };
  }

  @BeforeEach
  void open() throws StoreException {
    Store store = Store.open(IN_MEMORY, new SteppingClock(NOW));
    commits = new GroupCommit(store, IN_MEMORY.commitEvery(), seen, _ -> {});
  }

  @AfterEach
  void close() {
    commits.close();
  }

  private CompletableFuture<@Nullable Void> add(long sequence) {
    return commits.add(snapshot("node-1", span(sequence, sequence), succeeded(1_000)));
  }

  @Test
  void commitsTogetherWhatComesTogether() throws Exception {
    CompletableFuture<@Nullable Void> first = add(1);
    CompletableFuture<@Nullable Void> second = add(2);
    assertThat(commits.waiting()).isEqualTo(2);
    assertThat(first).isNotDone();

    second.get(10, SECONDS);

    assertThat(first).isDone();
    assertThat(commits.commits()).isEqualTo(1);
    assertThat(commits.waiting()).isZero();
  }

  @Test
  void letsWhatComesDuringAWriteWaitForOthers() throws Exception {
    CountDownLatch mayBeSeen = new CountDownLatch(1);
    Store store = Store.open(IN_MEMORY, new SteppingClock(NOW));
    try (GroupCommit slow =
        new GroupCommit(store, Duration.ofMillis(200), onceOpen(mayBeSeen), _ -> {})) {
      CompletableFuture<@Nullable Void> first =
          slow.add(snapshot("node-1", span(1, 1), succeeded(1_000)));
      await().until(() -> slow.commits() == 1);
      CompletableFuture<@Nullable Void> second =
          slow.add(snapshot("node-2", span(1, 1), succeeded(1_000)));
      mayBeSeen.countDown();
      first.get(10, SECONDS);
      CompletableFuture<@Nullable Void> third =
          slow.add(snapshot("node-3", span(1, 1), succeeded(1_000)));

      second.get(10, SECONDS);
      third.get(10, SECONDS);

      assertThat(slow.commits()).isEqualTo(2);
    }
  }

  @Test
  void showsNothingThatIsNotDurable() throws Exception {
    CompletableFuture<@Nullable Void> durable = add(1);
    assertThat(seen.told).isEmpty();
    assertThat(seen.merged).isEmpty();

    durable.get(10, SECONDS);

    assertThat(seen.told).hasSize(1);
    assertThat(seen.merged).hasSize(1);
  }

  @Test
  void showsSumsOfWhatCameTogether() throws Exception {
    var _ = commits.add(snapshot("node-1", span(1, 1), succeeded(1_000, 2_000)));
    commits.add(snapshot("node-2", span(1, 1), succeeded(1_000))).get(10, SECONDS);

    assertThat(seen.merged)
        .singleElement()
        .satisfies(sum -> {
          assertThat(sum.subject()).isEqualTo(PEER_IN_B);
          assertThat(sum.counts().successes()).isEqualTo(3);
          assertThat(only(sum).histogram().count()).isEqualTo(3);
        });
    assertThat(seen.ends).containsExactly(NOW);
  }

  private static SubjectInterval.Series only(SubjectInterval interval) {
    return interval.series().values().iterator().next();
  }

  @Test
  void showsSlotsApart() throws Exception {
    var _ = commits.add(snapshot("node-1", spanTo(NOW.minusSeconds(31)), succeeded(1_000)));
    var _ = commits.add(snapshot("node-2", spanTo(NOW.minusSeconds(32)), succeeded(1_000)));
    commits.add(snapshot("node-3", spanTo(NOW.plusSeconds(99)), succeeded(1_000))).get(10, SECONDS);

    assertThat(seen.ends).containsExactly(NOW.minusSeconds(31), NOW);
    assertThat(seen.merged).extracting(sum -> sum.counts().successes()).containsExactly(2L, 1L);
  }

  private static IntervalSnapshot.Span spanTo(Instant end) {
    return new IntervalSnapshot.Span(1, 1, end.minusSeconds(10), end);
  }

  @Test
  void showsWhatEachSnapshotToldOfSingleAttempts() throws Exception {
    var _ = commits.add(snapshot("node-1", span(1, 1), succeeded(1_000)));
    commits.add(snapshot("node-2", span(1, 1), succeeded(2_000))).get(10, SECONDS);

    assertThat(seen.told)
        .extracting(one -> one.source().node())
        .containsExactly("node-1", "node-2");
    assertThat(seen.told)
        .allSatisfy(one -> {
          SubjectInterval interval = one.subjects().getFirst();
          assertThat(interval.attempts()).hasSize(1);
          assertThat(interval.counts()).isEqualTo(Counts.NONE);
          assertThat(only(interval).exemplar()).isPresent();
        });
  }

  @Test
  void showsOfEachSnapshotOnlyTheDurationsThatAreAddedUpByNode() throws Exception {
    Subject checkout = new Subject("zone-b", "checkout", Protocol.TCP, Subject.Owner.NONE);
    commits
        .add(
            snapshot(
                "node-1", span(1, 1), succeeded(1_000), interval(checkout, TOTAL, 1_000, 2_000)))
        .get(10, SECONDS);

    List<SubjectInterval> told = seen.told.getFirst().subjects();
    assertThat(only(told.getFirst()).histogram().count()).isOne();
    assertThat(only(told.getLast()).histogram().count()).isZero();
  }

  @Test
  void isSettledWhenEverythingTakenSoFarIsDurable() throws Exception {
    assertThat(commits.settled()).isDone();
    CompletableFuture<@Nullable Void> durable = add(1);
    CompletableFuture<@Nullable Void> settled = commits.settled();
    assertThat(settled).isNotDone();

    settled.get(10, SECONDS);

    assertThat(durable).isDone();
  }

  @Test
  void commitsWhatWasTakenWhenItIsClosed() {
    CompletableFuture<@Nullable Void> durable = add(1);

    commits.close();

    assertThat(durable).isDone();
    assertThat(seen.told).hasSize(1);
    assertThat(seen.merged).hasSize(1);
  }

  @Test
  void goesOnWhenOneSnapshotCannotBeShown() throws Exception {
    try (GroupCommit failing =
        new GroupCommit(
            Store.open(IN_MEMORY, new SteppingClock(NOW)),
            Duration.ofMillis(1),
            new Seen() {
              @Override
              public void told(IntervalSnapshot snapshot) {
                throw new IllegalStateException("seeded");
              }
            },
            _ -> {})) {
      failing.add(snapshot("node-1", span(1, 1), succeeded(1_000))).get(10, SECONDS);
      failing.add(snapshot("node-1", span(2, 2), succeeded(1_000))).get(10, SECONDS);

      await().until(() -> failing.commits() == 2);
      assertThat(failing.problem()).isEmpty();
    }
  }

  @Test
  void storesOnceWhatCannotBeShownForAnError(@TempDir Path folder) throws Exception {
    Seen failing =
        new Seen() {
          @Override
          public void merged(String sourceZone, List<SubjectInterval> sums, Instant end) {
            throw new AssertionError("seeded");
          }
        };
    try (GroupCommit commits =
        new GroupCommit(
            Store.open(onDisk(folder), new SteppingClock(NOW)),
            Duration.ofMillis(1),
            failing,
            _ -> {})) {
      commits.add(snapshot("node-1", span(1, 1), succeeded(1_000))).get(10, SECONDS);
      commits.add(snapshot("node-1", span(2, 2), succeeded(1_000))).get(10, SECONDS);
    }

    assertThat(number(folder, "SELECT sum(count) FROM attempt_count WHERE period = 0"))
        .isEqualTo(2);
  }

  private static StoreSettings onDisk(Path folder) {
    return new StoreSettings(
        Optional.of(folder), Duration.ofMillis(1), Duration.ofHours(1), 1L << 30);
  }

  private static long number(Path folder, String sql) throws SQLException {
    Path file = folder.resolve("collector.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      return statement.executeQuery(sql).getLong(1);
    }
  }

  @Test
  void foldsNothingAfterADefect(@TempDir Path folder) throws Exception {
    Seen withDefect =
        new Seen() {
          @Override
          public long slot(Instant end) {
            if (!told.isEmpty()) {
              throw new IllegalStateException("seeded");
            }
            return super.slot(end);
          }
        };
    Store store = Store.open(onDisk(folder), new SteppingClock(NOW));
    try (GroupCommit broken = new GroupCommit(store, Duration.ofMillis(1), withDefect, _ -> {})) {
      broken.add(snapshot("node-1", span(1, 1), succeeded(1_000))).get(10, SECONDS);
      assertThat(broken.isBroken()).isFalse();
      IntervalSnapshot second = snapshot("node-1", span(2, 2), succeeded(1_000));
      assertThatIllegalStateException().isThrownBy(() -> broken.add(second));
      assertThat(broken.isBroken()).isTrue();
    }

    assertThat(number(folder, "SELECT count(*) FROM journal")).isOne();
  }

  /// The journal is empty then, as it is after each fold.
  @Test
  void isNotWellAgainBecauseAFoldHadNothingToDo(@TempDir Path folder) throws Exception {
    Store.open(onDisk(folder), new SteppingClock(NOW)).close();
    execute(
        folder,
        "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no room'); END");
    Store store = Store.open(onDisk(folder), new SteppingClock(NOW));
    Duration oftenEnough = Duration.ofMillis(5);
    try (GroupCommit failing =
        new GroupCommit(store, Duration.ofMillis(1), oftenEnough, seen, _ -> {})) {
      var _ = failing.add(snapshot("node-1", span(1, 1), succeeded(1_000)));
      await().until(() -> failing.problem().isPresent());

      await()
          .pollInterval(Duration.ofMillis(1))
          .failFast("it is well again", () -> failing.problem().isEmpty())
          .until(() -> failing.failures() > 2);
    }
  }

  private static void execute(Path folder, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("collector.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void holdsBackWhatComesWhileTooMuchWaits() throws Exception {
    CountDownLatch mayBeSeen = new CountDownLatch(1);
    Store store = Store.open(IN_MEMORY, new SteppingClock(NOW));
    try (GroupCommit full =
        new GroupCommit(store, Duration.ofSeconds(10), onceOpen(mayBeSeen), _ -> {})) {
      long enough = GroupCommit.MOST_WAITING_BYTES / Batches.WIDE_BYTES;
      for (long i = 0; i <= enough; i++) {
        var _ = full.add(snapshot("node-1", span(i + 1, i + 1), Batches.wide("target-" + i)));
      }
      Thread next = Thread.ofPlatform().start(full::awaitRoom);
      assertThat(next.join(Duration.ofMillis(300))).as("there was room").isFalse();

      mayBeSeen.countDown();

      assertThat(next.join(Duration.ofSeconds(5))).as("there is room before 10 s").isTrue();
      assertThat(full.heldBack()).isEqualTo(1);
    }
  }

  @Test
  void foldsFewSeriesThatTakeMuchMemory() throws Exception {
    Store store = Store.open(IN_MEMORY, new SteppingClock(NOW));
    try (GroupCommit early = new GroupCommit(store, IN_MEMORY.commitEvery(), new Seen(), _ -> {})) {
      long enough = Store.MOST_UNFOLDED_BYTES / Batches.WIDE_BYTES;
      for (long i = 0; i <= enough; i++) {
        SubjectInterval wide = Batches.wide("target-" + i);
        Batches.commit(store, List.of(snapshot("node-1", span(i + 1, i + 1), wide)));
      }
      assertThat(store.isFoldDue()).isTrue();

      early.add(snapshot("node-2", span(1, 1), succeeded(1_000))).get(10, SECONDS);

      assertThat(store.isFoldDue()).isFalse();
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
