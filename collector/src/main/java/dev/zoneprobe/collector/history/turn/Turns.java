// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.history.turn;

import dev.zoneprobe.collector.history.turn.TurnedAwayException.Reason;
import dev.zoneprobe.measure.NanoClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Lets questions read one at a time, in the order in which they came.
///
/// Few may wait, so that those who wait do not take all threads that answer HTTP, and none reads
/// for longer than its asker waits: a browser gives up after 20 s and asks again. Thread-safe.
public final class Turns {
  static final int MOST_WAITING = 8;
  static final Duration LONGEST = Duration.ofSeconds(15);

  private final NanoClock clock;
  private final Semaphore reading = new Semaphore(1, true);
  private final Semaphore places = new Semaphore(1 + MOST_WAITING);
  private final Map<Reason, LongAdder> turnedAway = new EnumMap<>(Reason.class);

  public Turns(NanoClock clock) {
    this.clock = clock;
    for (Reason reason : Reason.values()) {
      turnedAway.put(reason, new LongAdder());
    }
  }

  /// When a question that comes now has to be answered.
  public Deadline deadline() {
    return new Deadline(clock.nanos() + LONGEST.toNanos());
  }

  /// Waits for the turn of a question; whoever has it must close it.
  ///
  /// @throws TurnedAwayException if too many wait, or the deadline comes before the turn does
  public Turn take(Deadline deadline) {
    if (!places.tryAcquire()) {
      throw turnedAway(Reason.BUSY, "busy: " + MOST_WAITING + " questions wait already");
    }
    if (!waited(deadline)) {
      places.release();
      throw turnedAway(Reason.BUSY, "busy: others took all of " + LONGEST.toSeconds() + " s");
    }
    return new Turn(deadline);
  }

  private boolean waited(Deadline deadline) {
    try {
      return reading.tryAcquire(deadline.nanosLeft(clock.nanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private TurnedAwayException turnedAway(Reason why, String message) {
    counter(why).increment();
    return new TurnedAwayException(message);
  }

  /// The right to read, until it is closed.
  public final class Turn implements AutoCloseable {
    private final Deadline deadline;

    private Turn(Deadline deadline) {
      this.deadline = deadline;
    }

    /// To be called now and then.
    ///
    /// @throws TurnedAwayException if the deadline has passed
    public void goOn() {
      if (deadline.nanosLeft(clock.nanos()) < 0) {
        throw turnedAway(
            Reason.SLOW,
            "takes longer than " + LONGEST.toSeconds() + " s: ask for a shorter window");
      }
    }

    @Override
    public void close() {
      reading.release();
      places.release();
    }
  }

  /// How many wait for their turn.
  public int waiting() {
    return reading.getQueueLength();
  }

  /// How many questions were not answered for this reason.
  public long turnedAway(Reason why) {
    return counter(why).sum();
  }

  private LongAdder counter(Reason why) {
    return Objects.requireNonNull(turnedAway.get(why));
  }
}
