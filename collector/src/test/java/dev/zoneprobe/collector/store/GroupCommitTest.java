// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import static dev.zoneprobe.collector.Snapshots.NOW;
import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.collector.SteppingClock;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final StoreSettings IN_MEMORY =
      new StoreSettings(Optional.empty(), Duration.ofMillis(200), Duration.ofHours(1), 1L << 30);

  private final List<IntervalSnapshot> seen = new CopyOnWriteArrayList<>();
  private GroupCommit commits;

  @BeforeEach
  void open() throws StoreException {
    Store store = Store.open(IN_MEMORY, new SteppingClock(NOW));
    commits = new GroupCommit(store, IN_MEMORY.commitEvery(), seen::add, _ -> {});
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
        new GroupCommit(store, Duration.ofMillis(200), _ -> waitFor(mayBeSeen), _ -> {})) {
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
    assertThat(seen).isEmpty();

    durable.get(10, SECONDS);

    assertThat(seen).hasSize(1);
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
    assertThat(seen).hasSize(1);
  }

  @Test
  void goesOnWhenOneSnapshotCannotBeShown() throws Exception {
    try (GroupCommit failing =
        new GroupCommit(
            Store.open(IN_MEMORY, new SteppingClock(NOW)),
            Duration.ofMillis(1),
            _ -> {
              throw new IllegalStateException("seeded");
            },
            _ -> {})) {
      failing.add(snapshot("node-1", span(1, 1), succeeded(1_000))).get(10, SECONDS);
      failing.add(snapshot("node-1", span(2, 2), succeeded(1_000))).get(10, SECONDS);

      await().until(() -> failing.commits() == 2);
      assertThat(failing.problem()).isEmpty();
    }
  }

  @Test
  void holdsBackWhatComesWhileTooMuchWaits() throws Exception {
    CountDownLatch mayBeSeen = new CountDownLatch(1);
    Store store = Store.open(IN_MEMORY, new SteppingClock(NOW));
    try (GroupCommit full =
        new GroupCommit(store, Duration.ofSeconds(10), _ -> waitFor(mayBeSeen), _ -> {})) {
      for (long sequence = 1; sequence <= GroupCommit.MOST_WAITING_SERIES; sequence++) {
        var _ = full.add(snapshot("node-1", span(sequence, sequence), succeeded(1_000)));
      }
      Thread next = Thread.ofPlatform().start(full::awaitRoom);
      assertThat(next.join(Duration.ofMillis(300))).as("there was room").isFalse();

      mayBeSeen.countDown();

      assertThat(next.join(Duration.ofSeconds(5))).as("there is room before 10 s").isTrue();
      assertThat(full.heldBack()).isEqualTo(1);
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
