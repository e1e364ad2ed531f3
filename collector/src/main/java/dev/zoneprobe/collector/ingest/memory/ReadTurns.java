// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.task.EnduringTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/// Who is read while memory is short: a few connections at a time, whoever has waited longest
/// first, so that some frames become whole instead of all frames a little longer.
///
/// How many have their turn at a time depends on the memory that is left; one always has. Who is in
/// the middle of a frame and sends nothing for 10 s, not at its turn either, loses the connection;
/// to that end it is given a turn also if it never had to wait. Thread-safe.
public final class ReadTurns {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  private static final long BETWEEN_SEARCHES_NANOS = Duration.ofSeconds(1).toNanos();

  /// What a turn is thought to take: a few large frames.
  private static final long TURN_BYTES = 512 << 10;

  private final ReceiveMemory memory;
  private final ScheduledExecutorService thread;
  private final NanoClock clock;
  private final Counter pauses;
  private final Counter stalled;
  private final EnduringTask look = new EnduringTask("giving turns to connections", this::look);

  /// Changed under the lock only.
  private final Set<ReadPause> open = ConcurrentHashMap.newKeySet();

  /// Those of them that wait, in the order in which they came.
  @GuardedBy("this")
  private final SequencedSet<ReadPause> waiting = new LinkedHashSet<>();

  /// Whether there are any; every read asks.
  private volatile boolean somebodyWaits;

  /// Whether somebody looks, because somebody waits or has a turn, or memory is short.
  @GuardedBy("this")
  private boolean looking;

  /// Whose turn it is. This and the next are of the one thread.
  private final List<ReadPause> reading = new ArrayList<>();

  private long searchedNanos;

  /// @param thread a single thread that looks, while somebody waits
  public ReadTurns(
      ReceiveMemory memory,
      ScheduledExecutorService thread,
      NanoClock clock,
      MeterRegistry meters) {
    this.memory = memory;
    this.thread = thread;
    this.clock = clock;
    this.searchedNanos = clock.nanos();
    pauses =
        Counter.builder("zoneprobe.collector.reads.paused")
            .description("How often a connection had to wait for its turn to be read")
            .register(meters);
    stalled =
        Counter.builder("zoneprobe.collector.connections.stalled")
            .description(
                "Connections that were closed because they did not go on with a frame while"
                    + " others waited to be read")
            .register(meters);
  }

  ReadTurn newTurn() {
    return new ReadTurn(clock);
  }

  /// Whether who has no turn has to wait for one.
  boolean areNeeded() {
    return somebodyWaits || memory.isShort();
  }

  /// It may have to wait from now on.
  synchronized void enter(ReadPause reader) {
    open.add(reader);
  }

  /// Lets it wait for a turn.
  synchronized void await(ReadPause reader) {
    queue(reader);
    pauses.increment();
    if (!looking) {
      looking = true;
      look.after(thread, BETWEEN_LOOKS);
    }
  }

  private synchronized void queue(ReadPause reader) {
    if (open.contains(reader)) {
      waiting.add(reader);
      somebodyWaits = true;
    }
  }

  /// It is closed, and waits no longer.
  synchronized void leave(ReadPause reader) {
    open.remove(reader);
    waiting.remove(reader);
    somebodyWaits = !waiting.isEmpty();
  }

  private void look() {
    try {
      takeTurnsBack();
      searchForTheSilent();
      long most = 1 + memory.leftForTurns() / TURN_BYTES;
      for (ReadPause next : oldest(most - reading.size())) {
        reading.add(next);
        next.goOn();
      }
    } finally {
      lookAgain();
    }
  }

  private void takeTurnsBack() {
    List<ReadPause> over =
        reading.stream().filter(reader -> reader.turn().takeBackIfOver()).toList();
    reading.removeAll(over);
    for (ReadPause reader : over) {
      reader.closeIfStalled();
      if (reader.isInAFrame() && memory.isShort()) {
        queue(reader);
      }
    }
  }

  /// Who fell silent before anybody had to wait takes memory all the same.
  private void searchForTheSilent() {
    if (memory.isShort() && clock.nanos() - searchedNanos > BETWEEN_SEARCHES_NANOS) {
      searchedNanos = clock.nanos();
      open.stream()
          .filter(reader -> reader.isSilentInAFrame() && !reading.contains(reader))
          .forEach(this::queue);
    }
  }

  /// One was closed.
  void closedAsStalled() {
    stalled.increment();
  }

  private synchronized void lookAgain() {
    looking = !reading.isEmpty() || !waiting.isEmpty() || memory.isShort();
    if (looking) {
      look.after(thread, BETWEEN_LOOKS);
    }
  }

  private synchronized List<ReadPause> oldest(long most) {
    List<ReadPause> oldest = new ArrayList<>();
    while (oldest.size() < most && !waiting.isEmpty()) {
      oldest.add(waiting.removeFirst());
    }
    somebodyWaits = !waiting.isEmpty();
    return oldest;
  }
}
