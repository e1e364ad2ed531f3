// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.task.EnduringTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.ScheduledExecutorService;

/// Who is read while memory is short: a few connections at a time, whoever has waited longest
/// first, so that some frames become whole instead of all frames a little longer.
///
/// A turn ends when its connection has nothing more to read, or after 200 ms. How many have theirs
/// at a time depends on the memory that is left; one always has. Thread-safe.
public final class ReadTurns {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  /// What a turn is thought to take: a few large frames.
  private static final long TURN_BYTES = 512 << 10;

  private final ReceiveMemory memory;
  private final ScheduledExecutorService thread;
  private final Counter pauses;
  private final EnduringTask look = new EnduringTask("giving turns to connections", this::look);

  /// In the order in which they came.
  @GuardedBy("this")
  private final SequencedSet<ReadPause> waiting = new LinkedHashSet<>();

  /// Whether somebody looks, because somebody waits or has a turn.
  @GuardedBy("this")
  private boolean looking;

  /// Whose turn it is; of the one thread.
  private final List<ReadPause> reading = new ArrayList<>();

  /// @param thread a single thread that looks, while somebody waits
  public ReadTurns(ReceiveMemory memory, ScheduledExecutorService thread, MeterRegistry meters) {
    this.memory = memory;
    this.thread = thread;
    pauses =
        Counter.builder("zoneprobe.collector.reads.paused")
            .description("How often a connection had to wait for its turn to be read")
            .register(meters);
  }

  /// Whether who has no turn has to wait for one.
  boolean areNeeded() {
    return memory.isShort() || isSomebodyWaiting();
  }

  private synchronized boolean isSomebodyWaiting() {
    return !waiting.isEmpty();
  }

  /// Lets it wait for a turn.
  synchronized void await(ReadPause reader) {
    waiting.add(reader);
    pauses.increment();
    if (!looking) {
      looking = true;
      look.after(thread, BETWEEN_LOOKS);
    }
  }

  /// Lets it wait no longer.
  synchronized void leave(ReadPause reader) {
    waiting.remove(reader);
  }

  private void look() {
    reading.removeIf(ReadPause::endsTurn);
    lookAgain();
    long most = 1 + memory.leftForTurns() / TURN_BYTES;
    for (ReadPause next : oldest(most - reading.size())) {
      reading.add(next);
      next.beginTurn();
    }
  }

  private synchronized void lookAgain() {
    looking = !reading.isEmpty() || !waiting.isEmpty();
    if (looking) {
      look.after(thread, BETWEEN_LOOKS);
    }
  }

  private synchronized List<ReadPause> oldest(long most) {
    List<ReadPause> oldest = new ArrayList<>();
    while (oldest.size() < most && !waiting.isEmpty()) {
      oldest.add(waiting.removeFirst());
    }
    return oldest;
  }
}
