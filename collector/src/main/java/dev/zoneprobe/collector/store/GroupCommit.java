// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.collector.store.table.StoreException.Reason;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.interval.SubjectInterval;
import dev.zoneprobe.task.EnduringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes snapshots durable, those of a moment together, and only then lets them be seen: what a
/// scrape has shown is never taken back (decision 0024).
///
/// One thread, `zoneprobe-commit`, writes. While the store cannot be written, what was taken waits
/// and is tried again, and nothing more is to be taken. Thread-safe.
public final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofSeconds(1);
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);
  private static final Duration FOLD_EVERY = Duration.ofMinutes(1);

  /// How much memory what waits takes before nothing more is taken in: half of what a fold may.
  static final long MOST_WAITING_BYTES = Store.MOST_UNFOLDED_BYTES / 2;

  /// How often one who waits for room looks whether something else has happened.
  private static final long LOOK_EVERY_MILLIS = 100;

  private static final long ALL = Long.MAX_VALUE;

  /// Sees what has become durable. Asked on any of several threads, told on the one that writes.
  public interface Audience {
    /// What ended at moments with the same number is shown added up.
    long slot(Instant end);

    /// Told everything that agents of a zone saw until `end`, but no exemplar and no attempt.
    void merged(String sourceZone, List<SubjectInterval> sums, Instant end);

    /// Told of each snapshot, without what it added to those sums, after them.
    void told(IntervalSnapshot snapshot);
  }

  /// Snapshots that share a transaction.
  private record Waiting(long number, Batch batch, CompletableFuture<@Nullable Void> durable) {}

  private final Store store;
  private final Duration every;
  private final Audience audience;
  private final Consumer<List<ZoneSubject>> forgotten;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("zoneprobe-commit").factory());
  private final LongAdder commits = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder heldBack = new LongAdder();

  /// What is not durable yet, oldest first: an older batch is written before a newer one.
  @GuardedBy("this")
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /// Of everything in them.
  @GuardedBy("this")
  private long waitingBytes;

  /// Whether the newest of them takes no more.
  @GuardedBy("this")
  private boolean closed = true;

  /// How many there have been.
  @GuardedBy("this")
  private long batches;

  /// Whether another try is due; of the one thread.
  private boolean tryingAgain;

  private volatile Optional<StoreException> problem = Optional.empty();
  private volatile boolean broken;

  /// Begins to fold; commits come with snapshots.
  ///
  /// @param store closed by [#close()]
  /// @param every how long a snapshot waits for others
  /// @param audience told of what is durable on the one thread
  /// @param forgotten told of the subjects that the store forgot, on the one thread
  public GroupCommit(
      Store store, Duration every, Audience audience, Consumer<List<ZoneSubject>> forgotten) {
    this(store, every, FOLD_EVERY, audience, forgotten);
  }

  GroupCommit(
      Store store,
      Duration every,
      Duration foldEvery,
      Audience audience,
      Consumer<List<ZoneSubject>> forgotten) {
    this.store = store;
    this.every = every;
    this.audience = audience;
    this.forgotten = forgotten;
    new EnduringTask("folding the journal", this::fold).atRate(thread, foldEvery, foldEvery);
  }

  /// Waits while so much is to be written that nothing more is to be read from the network. Returns
  /// when there is room, or a problem, or the thread is interrupted.
  public synchronized void awaitRoom() {
    if (isFull()) {
      heldBack.increment();
    }
    try {
      while (isFull()) {
        wait(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @GuardedBy("this")
  private boolean isFull() {
    return waitingBytes >= MOST_WAITING_BYTES && problem().isEmpty() && !thread.isShutdown();
  }

  /// Takes a snapshot; done when it is durable and seen. It is tried for as long as the process
  /// lives, so it never is done exceptionally.
  public synchronized CompletableFuture<@Nullable Void> add(IntervalSnapshot snapshot) {
    if (closed) {
      begin();
    }
    Waiting newest = waiting.getLast();
    long before = newest.batch().bytes();
    addWhole(newest.batch(), snapshot);
    waitingBytes += newest.batch().bytes() - before;
    if (isFull()) {
      thread.execute(commitTask(newest));
    }
    return newest.durable();
  }

  @GuardedBy("this")
  private void begin() {
    Waiting next =
        new Waiting(++batches, store.newBatch(audience::slot), new CompletableFuture<>());
    waiting.add(next);
    closed = false;
    commitTask(next).after(thread, every);
  }

  private EnduringTask commitTask(Waiting newest) {
    return new EnduringTask("committing snapshots", () -> commitThrough(newest.number()));
  }

  /// A batch that holds a part of a snapshot must never be written.
  private void addWhole(Batch batch, IntervalSnapshot snapshot) {
    try {
      batch.add(snapshot);
    } catch (RuntimeException | Error defect) {
      broken = true;
      LOG.error("a snapshot was not added for a defect, none are taken any more", defect);
      throw defect;
    }
  }

  /// Done when everything that has been taken so far is durable.
  public synchronized CompletableFuture<@Nullable Void> settled() {
    return waiting.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : waiting.getLast().durable();
  }

  /// Why nothing more is to be taken at present; empty while all is well.
  public Optional<String> problem() {
    return broken
        ? Optional.of("a defect stopped the store; see the log")
        : problem.map(why -> "the store cannot be written: " + why.getMessage());
  }

  /// Whether a restart is the only way on: it begins with what is in the file, and sets a damaged
  /// one aside.
  public boolean isBroken() {
    return broken || problem.filter(why -> why.reason() == Reason.DAMAGED).isPresent();
  }

  /// The oldest batch if its number is not above `last`; it takes no more then.
  private synchronized Optional<Waiting> oldestThrough(long last) {
    Optional<Waiting> oldest =
        Optional.ofNullable(waiting.peekFirst()).filter(batch -> batch.number() <= last);
    closed = closed || (oldest.isPresent() && waiting.size() == 1);
    return oldest;
  }

  private synchronized boolean nothingWaits() {
    return waiting.isEmpty();
  }

  private synchronized void remove(Waiting written) {
    waiting.removeFirst();
    waitingBytes -= written.batch().bytes();
    notifyAll();
  }

  /// Writes batch after batch up to this one, as long as that goes well. A later one is left to
  /// wait for others as long as it may: the more share a transaction, the less each costs.
  private void commitThrough(long last) {
    Optional<Waiting> next = oldestThrough(last);
    boolean ready = isReady();
    while (ready && next.isPresent() && isWritten(next.get())) {
      next = oldestThrough(last);
      ready = isReady();
    }
  }

  /// Whether there is room for another batch, which a fold makes if there was none.
  private boolean isReady() {
    if (store.isFoldDue()) {
      fold();
    }
    return !broken && !store.isFoldDue();
  }

  private boolean isWritten(Waiting oldest) {
    try {
      store.commit(oldest.batch());
    } catch (StoreException e) {
      failed(e);
      return false;
    } catch (RuntimeException | Error defect) {
      broken = true;
      LOG.error("snapshots were not stored for a defect, none are taken any more", defect);
      return false;
    }
    commits.increment();
    try {
      succeeded();
      show(oldest.batch());
    } finally { // it is stored: whatever happens, it must not be written again
      remove(oldest);
      oldest.durable().complete(null);
    }
    return true;
  }

  private void show(Batch batch) {
    for (Batch.Merged merged : batch.merged()) {
      String zone = merged.sums().source().zone();
      show(zone, () -> audience.merged(zone, merged.sums().subjects(), merged.end()));
    }
    for (IntervalSnapshot snapshot : batch.told()) {
      show(snapshot.source(), () -> audience.told(snapshot));
    }
  }

  /// What is durable is seen after a restart at the latest.
  private static void show(Object whose, Runnable shown) {
    try {
      shown.run();
    } catch (RuntimeException | Error defect) {
      LOG.error("what came from {} is stored and not seen", whose, defect);
    }
  }

  /// After a defect nobody knows whether what is in memory is what is in the journal.
  ///
  /// A fold that had nothing to write says nothing about what waits to be written.
  private void fold() {
    if (broken) {
      return;
    }
    try {
      forgotten.accept(store.fold());
      if (nothingWaits()) {
        succeeded();
      }
    } catch (StoreException e) {
      failed(e);
    } catch (RuntimeException | Error defect) {
      broken = true;
      LOG.error("the journal was not folded for a defect", defect);
    }
  }

  private void failed(StoreException e) {
    failures.increment();
    if (problem.isEmpty()) {
      LOG.error("the store cannot be written, agents keep their snapshots: {}", e.getMessage());
    }
    problem = Optional.of(e);
    if (!tryingAgain) {
      tryingAgain = true;
      new EnduringTask("trying to commit again", this::tryAgain).after(thread, BEFORE_TRYING_AGAIN);
    }
  }

  /// Nothing more is taken until something could be written: what waits, or else a fold.
  private void tryAgain() {
    tryingAgain = false;
    commitThrough(ALL);
    if (problem.isPresent() && !tryingAgain) {
      fold();
    }
  }

  private void succeeded() {
    if (problem.isPresent()) {
      LOG.info("the store can be written again");
      problem = Optional.empty();
    }
  }

  /// Transactions that made snapshots durable.
  public long commits() {
    return commits.sum();
  }

  /// Attempts to write that failed.
  public long failures() {
    return failures.sum();
  }

  /// How often something had to wait for room.
  public long heldBack() {
    return heldBack.sum();
  }

  /// Snapshots that wait to be written.
  public synchronized int waiting() {
    return waiting.stream().mapToInt(one -> one.batch().told().size()).sum();
  }

  /// Commits what has been taken, folds, unless there was a defect, and closes the store. What
  /// cannot be written now is not durable, and its senders have not been told that it was. Only the
  /// first call counts.
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    try {
      thread.submit(() -> commitThrough(ALL)).get(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("what was taken last is not stored; agents deliver it again", e);
    }
    thread.shutdownNow();
    if (broken) {
      store.closeUnfolded();
    } else {
      store.close();
    }
  }
}
